import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { gameResult, jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { type Observation, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import type { Delivery } from './delivered-results.fixture.ts';
import { createPlayerTable, recordGameResults } from './index.ts';

export const TABLES = { playerTable: 'GomokuPlayerInfo', receiptTable: 'GomokuResultReceipts' };

/** One worker as it is deployed: shell, handler and table on a client of its own. Answers the failed message ids. */
export function startWorker(
  endpoint: string,
  { log, metrics }: Observation,
  options: DynamoDBClientConfig & { random?: () => number } = {},
) {
  const { random, ...config } = options;
  const client = createClient(endpoint, config);
  const players = createPlayerTable({ client, ...TABLES });
  const handle = recordGameResults({ players, log, metrics, ...(random && { random }) });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, log, metrics });
  return {
    deliver: async (batch: readonly Delivery[]): Promise<string[]> => {
      const messageIds = batch.map(({ messageId }) => messageId);
      const event = buildSqsEvent(
        batch.map(({ body }) => body),
        { messageIds },
      );
      const { batchItemFailures } = await handler(event, buildLambdaContext());
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    stop: () => client.destroy(),
  };
}

export function createClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...config,
  });
}
