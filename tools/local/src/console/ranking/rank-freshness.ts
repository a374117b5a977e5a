import type { RankingState } from '@hanok/console';
import type { Clock } from '../../clock.ts';
import type { Summary } from '../../services/metrics/metric.ts';
import type { MetricStore } from '../../services/metrics/metric-store.ts';
import { merged, statisticOf } from '../../services/metrics/summary.ts';

type Freshness = RankingState['freshness'];

/** The metric that the rank update measures, and that the alarm `RankFreshnessAlarm` watches. */
const METRIC = {
  ...{ namespace: 'Hanok', name: 'RankFreshness', dimensions: { service: 'game-rank-update' } },
};
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Minutes that are drawn. */
const LAST = 60;

/** How long results took until their ranks could be read, as CloudWatch has it; undefined while there are no values. */
export type FreshnessReader = () => Freshness;

export function createFreshnessReader(
  metrics: Pick<MetricStore, 'read'>,
  { now }: Pick<Clock, 'now'>,
): FreshnessReader {
  return () => {
    const to = Math.floor(now() / MINUTE_MS + 1) * MINUTE_MS;
    const range = { from: to - DAY_MINUTES * MINUTE_MS, to, periodMs: MINUTE_MS, counts: true };
    const minutes = [...metrics.read(METRIC, range)];
    const [first, ...others] = minutes.map(([, summary]) => summary);
    if (first === undefined) return undefined;
    return {
      ...figuresOf(others.reduce(merged, first)),
      minutes: minutes.slice(-LAST).map(([at, summary]) => ({ at, ...figuresOf(summary) })),
    };
  };
}

function figuresOf(summary: Summary) {
  const [p50, p90] = [statisticOf('p50', summary), statisticOf('p90', summary)];
  return {
    ...{ results: summary.count, max: summary.max },
    ...(p50 !== undefined && { p50 }),
    ...(p90 !== undefined && { p90 }),
  };
}
