import type { MetricSeries } from '../../../api/metrics.ts';

const UNITS: Readonly<Record<string, string>> = {
  Milliseconds: ' ms',
  Seconds: ' s',
  Bytes: ' B',
  Percent: ' %',
};

/** The statistic of a metric over all of the time, with its unit. */
export function figure({ statistic, unit, sum, count, max }: MetricSeries): string {
  const value = statistic === 'Sum' ? sum : statistic === 'Average' ? sum / Math.max(1, count) : max;
  return `${short(value)}${UNITS[unit] ?? ''}`;
}

/** Whole numbers as they are, others with three digits that say something. */
function short(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
