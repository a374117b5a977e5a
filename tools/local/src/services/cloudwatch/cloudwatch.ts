import type { Account } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { DashboardRows } from './dashboard-rows.ts';

/** What every operation works with. */
export type CloudWatch = {
  store: MetricStore;
  alarms: Alarms;
  dashboards: DashboardRows;
  account: Account;
  clock: Clock;
};

/** What its resource types may use of it. */
export type CloudWatchUses = Pick<CloudWatch, 'alarms' | 'dashboards' | 'clock'>;

/** Times of answers are in seconds. */
export function seconds(ms: number): number {
  return ms / 1000;
}
