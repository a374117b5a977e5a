import type { Summary } from './metric.ts';

/** Values that are kept apart in one period; more than that are rounded until they are fewer. */
const MOST_VALUES = 500;
const DIGITS = [3, 2, 1];

/** Many equal values. */
export function summaryOf(value: number, count = 1): Summary {
  return { count, sum: value * count, min: value, max: value, counts: new Map([[value, count]]) };
}

/** The values of both. */
export function merged(a: Summary, b: Summary): Summary {
  const counts = new Map(a.counts);
  for (const [value, count] of b.counts) counts.set(value, (counts.get(value) ?? 0) + count);
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    counts: bounded(counts),
  };
}

/** Values of one period as they come, each at the same cost. */
export type Tally = {
  add(summary: Summary): void;
  /** Many equal values. */
  addValue(value: number, count: number): void;
  summary(): Summary;
};

export function createTally(): Tally {
  const sums = { count: 0, sum: 0, min: Infinity, max: -Infinity };
  let seen = new Map<number, number>();
  const addSums = (count: number, sum: number, min: number, max: number) => {
    sums.count += count;
    sums.sum += sum;
    sums.min = Math.min(sums.min, min);
    sums.max = Math.max(sums.max, max);
  };
  const see = (value: number, count: number) => {
    seen.set(value, (seen.get(value) ?? 0) + count);
    if (seen.size > 2 * MOST_VALUES) seen = new Map(bounded(seen));
  };
  return {
    add: ({ count, sum, min, max, counts }) => {
      addSums(count, sum, min, max);
      for (const [value, times] of counts) see(value, times);
    },
    addValue: (value, count) => {
      addSums(count, value * count, value, value);
      see(value, count);
    },
    summary: () => ({ ...sums, counts: bounded(seen) }),
  };
}

function bounded(counts: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  let fewer = counts;
  for (const digits of DIGITS) {
    if (fewer.size <= MOST_VALUES) return fewer;
    const rounded = new Map<number, number>();
    for (const [value, count] of fewer) {
      const key = Number(value.toPrecision(digits));
      rounded.set(key, (rounded.get(key) ?? 0) + count);
    }
    fewer = rounded;
  }
  return fewer;
}

const STATISTICS: Readonly<Record<string, (summary: Summary) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

export const STATISTIC_NAMES = Object.keys(STATISTICS);

const PERCENTILE = /^p(100|\d{1,2}(?:\.\d{1,10})?)$/;

/** Whether it is a percentile such as `p99` or `p99.9`. */
export function isPercentile(statistic: string): boolean {
  return PERCENTILE.test(statistic);
}

/** A statistic of a period by its name; undefined for a percentile of values that are not known. */
export function statisticOf(statistic: string, summary: Summary): number | undefined {
  const percent = PERCENTILE.exec(statistic)?.[1];
  return percent === undefined ? STATISTICS[statistic]?.(summary) : percentile(Number(percent), summary);
}

/** The smallest value that so many percent of the values do not exceed. */
function percentile(percent: number, { counts, count, min, max }: Summary): number | undefined {
  if (min === max) return min;
  const values = [...counts].sort(([a], [b]) => a - b);
  const known = values.reduce((total, [, times]) => total + times, 0);
  if (known < count) return undefined;
  let left = Math.max((percent / 100) * known, Number.EPSILON);
  for (const [value, times] of values) {
    left -= times;
    if (left <= 1e-9 * known) return value;
  }
  return max;
}
