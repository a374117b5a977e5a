import type { Clock } from '../../clock.ts';
import type { Datum } from '../metrics/metric.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { InvocationListener } from './invocation-watch.ts';

type Reported = Pick<MetricStore, 'addSoon'>;

/**
 * Reports what CloudWatch shows of functions, at the time at which each invocation began: of a function, and of all.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionMetrics(metrics: Reported, clock: Clock): InvocationListener {
  const running = new Map<string, number>();
  return {
    started: ({ functionName, time, iteratorAgeMs }) => {
      const count = (running.get(functionName) ?? 0) + 1;
      running.set(functionName, count);
      report(metrics, functionName, clock.timeAt(time), [
        ['ConcurrentExecutions', count, 'Count'],
        ['IteratorAge', iteratorAgeMs, 'Milliseconds'],
      ]);
    },
    ended: ({ functionName, time, outcome, durationMs }) => {
      running.set(functionName, (running.get(functionName) ?? 1) - 1);
      if (outcome === 'stopped') return;
      const isThrottled = outcome === 'throttled';
      report(metrics, functionName, clock.timeAt(time), [
        ['Throttles', Number(isThrottled), 'Count'],
        ['Invocations', isThrottled ? undefined : 1, 'Count'],
        ['Errors', isThrottled ? undefined : Number(outcome === 'failed'), 'Count'],
        ['Duration', isThrottled ? undefined : durationMs, 'Milliseconds'],
      ]);
    },
  };
}

/** An event that a function failed for good: whether its dead-letter queue, or its destination, took it. */
export function reportGivenUp(
  metrics: Reported,
  functionName: string,
  name: 'DeadLetterErrors' | 'DestinationDeliveryFailures',
  taken: boolean,
): void {
  report(metrics, functionName, undefined, [[name, Number(!taken), 'Count']]);
}

/** A metric without a value is not reported. */
type Value = readonly [name: string, value: number | undefined, unit: string];

function report(
  metrics: Reported,
  functionName: string,
  time: number | undefined,
  values: readonly Value[],
): void {
  metrics.addSoon(() => {
    const data: Datum[] = [];
    for (const [name, value, unit] of values) {
      if (value === undefined) continue;
      for (const dimensions of dimensionsOf(functionName))
        data.push({ namespace: 'AWS/Lambda', name, dimensions, value, unit, time });
    }
    return data;
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
