import type { MetricStore } from '../metrics/metric-store.ts';
import { GATEWAY_FAILURES } from '../apigateway/answers/gateway-failure.ts';
import type { IntegrationOutcome } from '../apigateway/integration/run-integration.ts';

type Stage = { apiId: string; stage: { name: string } };

/** What happens at an API, as CloudWatch counts it. */
export type SocketMetrics = {
  /** A connection whose function of `$connect` is run, or that needs none. */
  connected(at: Stage): void;
  /** A message that a client sent, or that was sent to one. */
  message(at: Stage): void;
  /** A message or a connection that was refused before a function ran. */
  refused(at: Stage): void;
  /** What a function answered, or why it did not. */
  answered(at: Stage, outcome: IntegrationOutcome): void;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html */
export function createSocketMetrics(metrics: Pick<MetricStore, 'add'>): SocketMetrics {
  const count = ({ apiId, stage }: Stage, name: string, value = 1, unit = 'Count') => {
    const own = { ApiId: apiId };
    for (const dimensions of [own, { ...own, Stage: stage.name }])
      metrics.add({ namespace: 'AWS/ApiGateway', name, dimensions, value, unit });
  };
  return {
    connected: (at) => count(at, 'ConnectCount'),
    message: (at) => count(at, 'MessageCount'),
    refused: (at) => count(at, 'ClientError'),
    answered: (at, outcome) => {
      const failure = 'failure' in outcome ? outcome.failure : undefined;
      const isAnswer = failure === undefined || failure === GATEWAY_FAILURES.badAnswer;
      const failed = 'answer' in outcome ? outcome.answer.status >= 400 : isAnswer;
      count(at, 'IntegrationError', Number(failed));
      count(at, 'ExecutionError', Number(!isAnswer));
      count(at, 'IntegrationLatency', outcome.ms, 'Milliseconds');
    },
  };
}
