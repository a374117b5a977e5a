import { type Maybe, numberOf, textOf } from './functions.ts';

/** Gathers the values of a group; `undefined` is a record without the field. */
type Gathering = { add(value: Maybe): void; result(): Maybe };

const MOST_VALUES = 100_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
export const AGGREGATES: ReadonlyMap<string, (percent: number) => Gathering> = new Map([
  ['count', () => counting()],
  ['sum', () => numeric((values) => values.sum)],
  ['avg', () => numeric((values) => values.sum / values.count)],
  ['min', () => numeric((values) => values.min)],
  ['max', () => numeric((values) => values.max)],
  ['pct', percentile],
  ['count_distinct', () => distinct()],
]);

function counting(): Gathering {
  let count = 0;
  return { add: (value) => void (count += Number(value !== undefined)), result: () => count };
}

type Values = { count: number; sum: number; min: number; max: number };

function numeric(read: (values: Values) => number): Gathering {
  const values = { count: 0, sum: 0, min: Infinity, max: -Infinity };
  return {
    add: (value) => {
      const number = numberOf(value);
      if (number === undefined) return;
      values.count += 1;
      values.sum += number;
      values.min = Math.min(values.min, number);
      values.max = Math.max(values.max, number);
    },
    result: () => (values.count === 0 ? undefined : read(values)),
  };
}

/** Exact up to 100,000 values; of more, every second one is kept, then every fourth, and so on. */
function percentile(percent: number): Gathering {
  let values: number[] = [];
  let [step, seen] = [1, 0];
  return {
    add: (value) => {
      const number = numberOf(value);
      if (number === undefined) return;
      if (seen % step === 0) values.push(number);
      seen += 1;
      if (values.length <= MOST_VALUES) return;
      values = values.filter((_, index) => index % 2 === 0);
      step *= 2;
    },
    result: () => {
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
    },
  };
}

/** As on AWS, it is not exact where the values are very many: those after the first 100,000 are not counted. */
function distinct(): Gathering {
  const values = new Set<string>();
  return {
    add: (value) => {
      if (value !== undefined && values.size < MOST_VALUES) values.add(textOf(value));
    },
    result: () => values.size,
  };
}
