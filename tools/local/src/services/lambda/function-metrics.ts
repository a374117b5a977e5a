import type { Clock } from '../../clock.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { InvocationEnd, InvocationListener } from './invocation-watch.ts';

type Reported = Pick<MetricStore, 'add'>;

/**
 * Reports what CloudWatch shows of functions, at the time at which each invocation began: of a function, and of all.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionMetrics(metrics: Reported, clock: Clock): InvocationListener {
  const running = new Map<string, number>();
  return {
    started: ({ functionName, time, iteratorAgeMs }) => {
      const now = clock.timeAt(time);
      const count = (running.get(functionName) ?? 0) + 1;
      running.set(functionName, count);
      put(metrics, functionName, 'ConcurrentExecutions', count, 'Count', now);
      if (iteratorAgeMs !== undefined)
        put(metrics, functionName, 'IteratorAge', iteratorAgeMs, 'Milliseconds', now);
    },
    ended: (end) => {
      running.set(end.functionName, (running.get(end.functionName) ?? 1) - 1);
      reportEnd(metrics, end, clock.timeAt(end.time));
    },
  };
}

function reportEnd(metrics: Reported, end: InvocationEnd, time: number): void {
  const { functionName, outcome, durationMs } = end;
  if (outcome === 'stopped') return;
  const count = (name: string, value: number) => put(metrics, functionName, name, value, 'Count', time);
  count('Throttles', Number(outcome === 'throttled'));
  if (outcome === 'throttled') return;
  count('Invocations', 1);
  count('Errors', Number(outcome === 'failed'));
  if (durationMs !== undefined) put(metrics, functionName, 'Duration', durationMs, 'Milliseconds', time);
}

/** An event that a function failed for good: whether its dead-letter queue, or its destination, took it. */
export function reportGivenUp(
  metrics: Reported,
  functionName: string,
  name: 'DeadLetterErrors' | 'DestinationDeliveryFailures',
  taken: boolean,
): void {
  put(metrics, functionName, name, Number(!taken), 'Count');
}

function put(
  metrics: Reported,
  functionName: string,
  name: string,
  value: number,
  unit: string,
  time?: number,
): void {
  for (const dimensions of dimensionsOf(functionName))
    metrics.add({
      namespace: 'AWS/Lambda',
      name,
      dimensions,
      value,
      unit,
      ...(time !== undefined && { time }),
    });
}

const OF_ALL = {};
const known = new Map<string, readonly Readonly<Record<string, string>>[]>();

/** The same objects for the same function, whose keys are then made once. */
function dimensionsOf(functionName: string) {
  const own = { FunctionName: functionName };
  const all = known.get(functionName) ?? [own, { ...own, Resource: functionName }, OF_ALL];
  known.set(functionName, all);
  return all;
}
