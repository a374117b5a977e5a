import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Three attempts as the client makes them by default, errors of the caller not tried again, but without its waits. */
export const quickRetries: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: async () => token(0),
  refreshRetryTokenForRetry: async (used, { errorType }) => {
    if (errorType === 'CLIENT_ERROR' || used.getRetryCount() >= 2) throw new Error('no attempt left');
    return token(used.getRetryCount() + 1);
  },
  recordSuccess: () => undefined,
};

const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
