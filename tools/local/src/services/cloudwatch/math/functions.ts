import { invalidValue } from '../errors.ts';

/** A metric's values by the begin of their period. */
export type Series = ReadonlyMap<number, number>;
export type Value = number | string | Series | readonly Series[];

/** What an expression sees. */
export type MathScope = {
  /** By the Id of their query. */
  values: ReadonlyMap<string, Value>;
  /** The metrics of the request, without its expressions. */
  metrics: readonly Series[];
  /** The begin of each period of the range, by time. */
  periods: readonly number[];
  periodSeconds: number;
};

type MathFunction = (args: readonly Value[], scope: MathScope) => Value;
type Calculation = (left: number, right: number) => number;

const ARITHMETIC: ReadonlyMap<string, Calculation> = new Map<string, Calculation>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['^', (a, b) => a ** b],
  ['==', (a, b) => Number(a === b)],
  ['!=', (a, b) => Number(a !== b)],
  ['<', (a, b) => Number(a < b)],
  ['<=', (a, b) => Number(a <= b)],
  ['>', (a, b) => Number(a > b)],
  ['>=', (a, b) => Number(a >= b)],
  ['&&', (a, b) => Number(a !== 0 && b !== 0)],
  ['||', (a, b) => Number(a !== 0 || b !== 0)],
  ['AND', (a, b) => Number(a !== 0 && b !== 0)],
  ['OR', (a, b) => Number(a !== 0 || b !== 0)],
]);

export function arithmetic(operator: string): Calculation {
  const found = ARITHMETIC.get(operator);
  if (found === undefined) throw invalidValue(`Metric math has no operator ${operator}.`);
  return found;
}

/** Calculates period by period: a period that one of the two does not have, and what is no number, has no value. */
export function each(left: Value, right: Value, calculate: Calculation): Value {
  if (isList(left)) return left.map((one) => seriesOf(each(one, right, calculate)));
  if (isList(right)) return right.map((one) => seriesOf(each(left, one, calculate)));
  if (typeof left === 'string' || typeof right === 'string')
    throw invalidValue('Metric math does not calculate with text.');
  if (typeof left === 'number' && typeof right === 'number') return calculate(left, right);
  const times = typeof left === 'number' ? seriesOf(right).keys() : left.keys();
  return seriesFrom(times, (time) => {
    const [a, b] = [at(left, time), at(right, time)];
    return a === undefined || b === undefined ? undefined : calculate(a, b);
  });
}

function isList(value: Value | undefined): value is readonly Series[] {
  return Array.isArray(value);
}

function seriesOf(value: Value | undefined): Series {
  if (value instanceof Map) return value;
  throw invalidValue('A function of metric math has a metric for its argument.');
}

function seriesFrom(times: Iterable<number>, valueAt: (time: number) => number | undefined): Series {
  const series = new Map<number, number>();
  for (const time of times) {
    const value = valueAt(time);
    if (value !== undefined && Number.isFinite(value)) series.set(time, value);
  }
  return series;
}

function at(value: number | Series, time: number): number | undefined {
  return typeof value === 'number' ? value : value.get(time);
}

const mapped =
  (calculate: (value: number) => number): MathFunction =>
  ([value = 0]) =>
    each(value, 0, calculate);

/** Of one metric the result is a number, of several it is a metric. */
const gathered =
  (gather: (values: readonly number[]) => number): MathFunction =>
  ([value]) => {
    if (!isList(value)) {
      const values = [...seriesOf(value).values()];
      return values.length === 0 ? new Map() : gather(values);
    }
    const times = [...new Set(value.flatMap((series) => [...series.keys()]))].sort((a, b) => a - b);
    return seriesFrom(times, (time) => gather(value.flatMap((series) => series.get(time) ?? [])));
  };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function fill([value, by]: readonly Value[], scope: MathScope): Value {
  if (isList(value)) return value.map((one) => seriesOf(fill([one, by ?? 0], scope)));
  const series = seriesOf(value);
  if (by === 'LINEAR') throw invalidValue('The local stack does not support LINEAR of FILL in metric math.');
  let last: number | undefined;
  return seriesFrom(scope.periods, (time) => {
    last = series.get(time) ?? (by === 'REPEAT' ? last : undefined);
    return last ?? (typeof by === 'number' ? by : by instanceof Map ? by.get(time) : undefined);
  });
}

function choose([condition = 0, then = 0, otherwise = 0]: readonly Value[], { periods }: MathScope): Value {
  if (isList(condition) || isList(then) || isList(otherwise) || typeof condition === 'string')
    throw invalidValue('IF of metric math does not take lists or text.');
  if (typeof then === 'string' || typeof otherwise === 'string')
    throw invalidValue('IF of metric math does not take text.');
  if (typeof condition === 'number') return condition === 0 ? otherwise : then;
  return seriesFrom(periods, (time) => {
    const test = condition.get(time);
    return test === undefined ? undefined : at(test === 0 ? otherwise : then, time);
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export const FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map<string, MathFunction>([
  ['ABS', mapped(Math.abs)],
  ['CEIL', mapped(Math.ceil)],
  ['FLOOR', mapped(Math.floor)],
  ['SUM', gathered(sum)],
  ['AVG', gathered((values) => sum(values) / values.length)],
  ['MIN', gathered((values) => values.reduce((a, b) => Math.min(a, b)))],
  ['MAX', gathered((values) => values.reduce((a, b) => Math.max(a, b)))],
  ['FILL', fill],
  ['IF', choose],
  ['METRICS', (_args, { metrics }) => metrics],
  ['PERIOD', (_args, { periodSeconds }) => periodSeconds],
]);
