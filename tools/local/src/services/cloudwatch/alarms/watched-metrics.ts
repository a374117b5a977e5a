import { metricKey } from '../../metrics/metric.ts';
import type { MetricStore } from '../../metrics/metric-store.ts';
import { namedDimensions } from '../metric-members.ts';
import { type Alarm, type AlarmConfig, queriesOf } from './alarm.ts';

const NO_NAMES: ReadonlySet<string> = new Set();

/** Which alarms look at a metric, and when each of them had its last value. */
export function createWatchedMetrics(store: Pick<MetricStore, 'metrics'>) {
  const watchers = new Map<string, Set<string>>();
  const lastValues = new Map<string, number>();

  /** Answers the names of the alarms that look at the metric of this key. */
  function note(key: string, time: number): ReadonlySet<string> {
    const names = watchers.get(key) ?? NO_NAMES;
    for (const name of names) lastValues.set(name, Math.max(time, lastValues.get(name) ?? -Infinity));
    return names;
  }

  return {
    note,
    add: ({ name, config }: Alarm) => {
      for (const key of metricsOf(config)) watchers.set(key, (watchers.get(key) ?? new Set()).add(name));
    },
    remove: ({ name, config }: Alarm) => {
      lastValues.delete(name);
      for (const key of metricsOf(config)) {
        watchers.get(key)?.delete(name);
        if (watchers.get(key)?.size === 0) watchers.delete(key);
      }
    },
    /** When an alarm's metrics had their last value. */
    lastValue: (name: string) => lastValues.get(name) ?? -Infinity,
    /** Of metrics that had values before the alarms were here. */
    readLastValues: () => {
      if (watchers.size === 0) return;
      for (const { lastAt, ...metric } of store.metrics()) note(metricKey(metric), lastAt);
    },
  };
}

function metricsOf(config: AlarmConfig): string[] {
  return queriesOf(config).flatMap(({ MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Namespace: namespace, MetricName: name, Dimensions } = MetricStat.Metric;
    return [metricKey({ namespace, name, dimensions: namedDimensions(Dimensions) })];
  });
}
