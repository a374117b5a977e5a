import { nameInArn } from '../arn.ts';
import type { AsyncEvent } from '../services/lambda/async/async-event-file.ts';
import { isPermitted } from '../services/lambda/is-permitted.ts';
import type { LambdaUses } from '../services/lambda/lambda-uses.ts';
import {
  type SendAsService,
  SendRefusedError,
  type ServiceMessage,
} from '../services/sqs/send-as-service.ts';

/** How a try ended: a refusal is final, a failure may pass. */
export type Outcome = { kind: 'delivered' } | { kind: 'refused' | 'failed'; reason: string };

/** Where a service delivers to in the name of one of its resources, whose ARN is `sourceArn`. */
export type Endpoints = {
  /** Hands an event on to a function, which takes it once for each request id. */
  invoke(sourceArn: string, functionArn: string, event: Omit<AsyncEvent, 'functionName'>): Outcome;
  /** Sends to a queue. Rejects when aborted. */
  send(sourceArn: string, queueArn: string, message: ServiceMessage, signal: AbortSignal): Promise<Outcome>;
};

/** Functions and queues as a service reaches them: by the permission of the function and the policy of the queue. */
export function endpointsOf(
  service: string,
  options: {
    accountId: string;
    lambda: Pick<LambdaUses, 'accept' | 'permissions'> & { functions: Pick<LambdaUses['functions'], 'get'> };
    sendAsService: SendAsService;
  },
): Endpoints {
  const { accountId, lambda, sendAsService } = options;
  return {
    invoke: (sourceArn, functionArn, event) => {
      const functionName = nameInArn(functionArn);
      if (lambda.functions.get(functionName) === undefined)
        return { kind: 'refused', reason: `there is no function ${functionName}` };
      if (!isPermitted(lambda.permissions, { service, functionArn, sourceArn }, accountId))
        return {
          kind: 'refused',
          reason: `no permission lets ${service} invoke ${functionName} for ${sourceArn}`,
        };
      lambda.accept({ functionName, ...event });
      return { kind: 'delivered' };
    },
    send: async (sourceArn, queueArn, message, signal) => {
      try {
        await sendAsService({ service, sourceArn, sourceAccount: accountId }, queueArn, message, signal);
        return { kind: 'delivered' };
      } catch (error) {
        signal.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: error instanceof SendRefusedError ? 'refused' : 'failed', reason };
      }
    },
  };
}
