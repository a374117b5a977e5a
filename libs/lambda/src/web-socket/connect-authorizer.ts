import { webSocketAuthorizerRequest, type WebSocketAuthorizerRequest } from '@hanok/events';
import { asError } from '../errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import type { Observation } from '../observation/observe.ts';
import { readEvent } from './socket-route.ts';

/**
 * A REQUEST authorizer of a WebSocket API. `handle` answers the caller's id, which is the `principalId` of all later
 * events, or undefined: the client gets 403 then. An error is logged and thrown on: the client gets 500.
 */
export function connectAuthorizer(
  options: Observation & {
    handle(request: WebSocketAuthorizerRequest, signal: AbortSignal): Promise<string | undefined>;
  },
) {
  const { log, metrics, handle } = options;
  return (event: unknown, context: LambdaContext) =>
    runInvocation(context, metrics, async () => {
      const request = readEvent(webSocketAuthorizerRequest, event);
      try {
        const caller = await beforeDeadline(context, (signal) => handle(request, signal));
        const Effect = caller === undefined ? 'Deny' : 'Allow';
        log.info('connect authorized', { effect: Effect });
        metrics.count(caller === undefined ? 'ConnectsDenied' : 'ConnectsAllowed');
        const statement = { Effect, Action: 'execute-api:Invoke', Resource: request.methodArn };
        return {
          principalId: caller ?? 'unknown',
          policyDocument: { Version: '2012-10-17', Statement: [statement] },
        };
      } catch (thrown) {
        log.error('authorizer failed', { error: asError(thrown) });
        throw thrown;
      }
    });
}
