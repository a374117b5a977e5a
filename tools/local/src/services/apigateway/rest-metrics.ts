import type { MetricStore } from '../metrics/metric-store.ts';
import type { StagedRequest } from './routing/staged-request.ts';

/**
 * Reports what CloudWatch shows of a REST API: of the API, and of its stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export function reportAnswer(
  metrics: Pick<MetricStore, 'add'>,
  { api, stage, receivedAt }: StagedRequest,
  status: number,
): void {
  const own = { ApiName: api.name };
  for (const dimensions of [own, { ...own, Stage: stage.name }]) {
    const count = (name: string, value: number, unit = 'Count') =>
      metrics.add({ namespace: 'AWS/ApiGateway', name, dimensions, value, unit });
    count('Count', 1);
    count('4XXError', Number(status >= 400 && status < 500));
    count('5XXError', Number(status >= 500));
    count('Latency', Date.now() - receivedAt, 'Milliseconds');
  }
}
