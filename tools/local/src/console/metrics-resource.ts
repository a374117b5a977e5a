import {
  metricPage,
  type MetricPage,
  metricQuery,
  type MetricQuery,
  type MetricSeries,
} from '@hanok/console';
import type { Clock } from '../clock.ts';
import type { Alarms } from '../services/cloudwatch/alarms/alarms.ts';
import type { MetricId } from '../services/metrics/metric.ts';
import type { MetricStore } from '../services/metrics/metric-store.ts';
import { consoleOperation, type ConsoleResource } from './console-operation.ts';

type Context = {
  metrics: Pick<MetricStore, 'metrics' | 'read' | 'units'>;
  alarms: Pick<Alarms, 'list'>;
  clock: Pick<Clock, 'now'>;
};

/** The metrics of the last time, drawn small, and the alarms. */
export const metricsResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/metrics',
    summary: 'The metrics with values in the last minutes, each with its values by period, and the alarms.',
    input: metricQuery,
    answer: metricPage,
    run: (context: Context, query) => readPage(context, query),
  }),
];

/** Values of a metric that are drawn, at most. */
const PERIODS = 60;
const MINUTE_MS = 60_000;

type Range = { from: number; to: number; periodMs: number };

function readPage({ metrics, alarms, clock }: Context, query: MetricQuery): MetricPage {
  const periodMs = Math.ceil(query.minutes / PERIODS) * MINUTE_MS;
  const to = Math.ceil((clock.now() + 1) / periodMs) * periodMs;
  const range = { to, periodMs, from: to - query.minutes * MINUTE_MS };
  const all = metrics.metrics();
  const matches = matcherOf(query);
  const found = all
    .filter((metric) => metric.lastAt >= range.from && matches(metric))
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, query.limit)
    .toSorted((a, b) => shown(a).localeCompare(shown(b)));
  return {
    from: range.from,
    periodSeconds: periodMs / 1_000,
    metrics: found.map((metric) => series(metrics, metric, range)),
    known: all.length,
    namespaces: [...new Set(all.map(({ namespace }) => namespace))].toSorted(),
    alarms: alarms.list().map(({ name, state, reason }) => ({ name, state, reason })),
  };
}

function shown({ namespace, name, dimensions }: MetricId): string {
  return [namespace, name, ...Object.entries(dimensions).flat()].join(' ');
}

function matcherOf({ text = '', namespace }: MetricQuery) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (metric: MetricId) => {
    if (namespace !== undefined && metric.namespace !== namespace) return false;
    const low = shown(metric).toLowerCase();
    return words.every((word) => low.includes(word));
  };
}

function series(store: Context['metrics'], metric: MetricId, range: Range): MetricSeries {
  const { namespace, name, dimensions } = metric;
  const [unit = 'None'] = store.units(metric, range);
  const periods = store.read(metric, range);
  const statistic = statisticFor(name, unit);
  const starts = Array.from(
    { length: (range.to - range.from) / range.periodMs },
    (_, index) => range.from + index * range.periodMs,
  );
  const summaries = [...periods.values()];
  const total = (of: (each: (typeof summaries)[number]) => number) =>
    summaries.reduce((sum, each) => sum + of(each), 0);
  return {
    ...{ namespace, name, dimensions, unit, statistic },
    values: starts.map((start) => {
      const summary = periods.get(start);
      if (summary === undefined) return null;
      if (statistic === 'Sum') return summary.sum;
      return statistic === 'Average' ? summary.sum / summary.count : summary.max;
    }),
    count: total(({ count }) => count),
    sum: total(({ sum }) => sum),
    min: Math.min(...summaries.map(({ min }) => min)),
    max: Math.max(...summaries.map(({ max }) => max)),
  };
}

/** A count adds up, what grows old or runs at once has a height, and a time has a mean. */
function statisticFor(name: string, unit: string): MetricSeries['statistic'] {
  if (/Age|Concurrent|Approximate/.test(name)) return 'Maximum';
  return unit === 'Count' || unit === 'Bytes' ? 'Sum' : 'Average';
}
