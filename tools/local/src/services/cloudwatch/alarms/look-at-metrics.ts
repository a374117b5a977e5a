import type { MetricStore } from '../../metrics/metric-store.ts';
import { runQueries } from '../math/metric-queries.ts';
import { type AlarmConfig, periodOf, queriesOf } from './alarm.ts';
import { type Datapoint, periodsLookedAt } from './judge.ts';

/** How far back an alarm looks, in milliseconds. */
export function lookMs(config: AlarmConfig): number {
  return periodOf(config) * 1000 * periodsLookedAt(config);
}

/** What an alarm finds in the periods that end at `end`, the newest first. */
export function lookAtMetrics(store: MetricStore, config: AlarmConfig, end: number): Datapoint[] {
  const queries = queriesOf(config);
  const range = { from: end - lookMs(config), to: end };
  const [returned] = queries.filter(({ ReturnData }) => ReturnData);
  const value = runQueries(store, queries, range).get(returned?.Id ?? '');
  if (!(value instanceof Map)) return [];
  const series: ReadonlyMap<number, number> = value;
  return [...series].map(([time, each]) => ({ time, value: each })).sort((a, b) => b.time - a.time);
}

const MINUTE_MS = 60_000;

/** An alarm looks each minute, one of a shorter period at the end of each. */
function stepMs(config: AlarmConfig): number {
  return Math.min(MINUTE_MS, periodOf(config) * 1000);
}

/** When the next period ends. */
export function nextEnd(config: AlarmConfig, now: number): number {
  return (Math.floor(now / stepMs(config)) + 1) * stepMs(config);
}

/** When the last period ended. */
export function lastEnd(config: AlarmConfig, now: number): number {
  return Math.floor(now / stepMs(config)) * stepMs(config);
}
