import * as z from 'zod';
import type { MetricRange } from '../../metrics/metric-rows.ts';
import type { MetricStore } from '../../metrics/metric-store.ts';
import { isPercentile, statisticOf } from '../../metrics/summary.ts';
import { invalidValue } from '../errors.ts';
import {
  dimensionList,
  metricNameText,
  namedDimensions,
  namespaceText,
  periodSeconds,
  statisticText,
  unitText,
} from '../metric-members.ts';
import { evaluate } from './evaluate.ts';
import { namesIn, readExpression } from './expression.ts';
import { FUNCTIONS, type Series, type Value } from './functions.ts';

/** A metric or an expression of a request or an alarm. */
export const metricQuery = z
  .strictObject({
    Id: z.string().regex(/^[a-z]\w{0,254}$/, 'must begin with a lower-case letter'),
    Expression: z.string().min(1).max(2048).optional(),
    MetricStat: z
      .strictObject({
        Metric: z.strictObject({
          Namespace: namespaceText,
          MetricName: metricNameText,
          Dimensions: dimensionList,
        }),
        Period: periodSeconds,
        Stat: statisticText,
        Unit: unitText.optional(),
      })
      .optional(),
    Label: z.string().max(500).optional(),
    ReturnData: z.boolean().default(true),
    Period: periodSeconds.optional(),
  })
  .refine(
    ({ Expression, MetricStat }) => (Expression === undefined) !== (MetricStat === undefined),
    'must have either Expression or MetricStat',
  );
export type MetricQuery = z.infer<typeof metricQuery>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const MOST_QUERIES = 500;

type Range = Pick<MetricRange, 'from' | 'to'>;

/** What all expressions of a request may cost: characters times periods. */
const MOST_WORK = 50_000_000;

/**
 * Throws `InvalidParameterValue` for an Id that comes twice, for an expression that cannot be read or calculated, and
 * for those that take too long over so many periods.
 */
export function checkQueries(queries: readonly MetricQuery[], periods = 1): void {
  const ids = new Set(queries.map(({ Id }) => Id));
  if (ids.size < queries.length) throw invalidValue('The values for parameter id are not unique.');
  for (const { Expression } of queries) {
    if (Expression === undefined) continue;
    const { names, functions } = namesIn(readExpression(Expression));
    const unknown = names.find((name) => !ids.has(name) && name !== 'REPEAT' && name !== 'LINEAR');
    if (unknown !== undefined)
      throw invalidValue(`The expression names ${unknown}, which is no Id of the request.`);
    const missing = functions.find((name) => !FUNCTIONS.has(name));
    if (missing !== undefined)
      throw invalidValue(`The local stack does not support the function ${missing} of metric math.`);
  }
  const expressions = queries.map(({ Expression = '' }) => Expression);
  const lists = expressions.some((text) => /METRICS|\[/.test(text)) ? queries.length : 1;
  if (expressions.join('').length * periods * lists > MOST_WORK)
    throw invalidValue(
      'The expressions are too long for so many periods: ask for fewer, or for a shorter time.',
    );
}

/** What queries come to, each by its Id. Throws `InvalidParameterValue`, also for expressions that need each other. */
export function runQueries(
  store: MetricStore,
  queries: readonly MetricQuery[],
  range: Range,
): Map<string, Value> {
  const values = new Map<string, Value>();
  const periods = queries.map((query) => periodOf(query)).filter((period) => period !== undefined);
  const periodMs = 1000 * Math.max(60, ...periods);
  for (const query of queries)
    if (query.MetricStat !== undefined) values.set(query.Id, readMetric(store, query.MetricStat, range));
  const metrics = [...values.values()].filter((value): value is Series => value instanceof Map);
  let left = queries.filter(({ Expression }) => Expression !== undefined);
  while (left.length > 0) {
    const later = left.filter((query) => !calculate(query));
    if (later.length === left.length) throw invalidValue('The expressions need each other in a circle.');
    left = later;
  }
  return values;

  /** False when it needs the value of an expression that is not known yet. */
  function calculate({ Id, Expression = '', Period }: MetricQuery): boolean {
    const expression = readExpression(Expression);
    const isWaiting = namesIn(expression).names.some(
      (name) => !values.has(name) && queries.some((query) => query.Id === name),
    );
    if (isWaiting) return false;
    const ownMs = Period === undefined ? periodMs : Period * 1000;
    const scope = { values, metrics, periods: periodsOf(range, ownMs), periodSeconds: ownMs / 1000 };
    values.set(Id, evaluate(expression, scope));
    return true;
  }
}

export function periodOf({ MetricStat, Period }: MetricQuery): number | undefined {
  return MetricStat?.Period ?? Period;
}

function periodsOf({ from, to }: Range, periodMs: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / periodMs) }, (_, index) => from + index * periodMs);
}

function readMetric(
  store: MetricStore,
  { Metric, Period, Stat, Unit: unit }: NonNullable<MetricQuery['MetricStat']>,
  range: Range,
): Series {
  const { Namespace: namespace, MetricName: name, Dimensions } = Metric;
  const metric = { namespace, name, dimensions: namedDimensions(Dimensions) };
  const read = store.read(metric, { ...range, periodMs: Period * 1000, unit, counts: isPercentile(Stat) });
  const series = new Map<number, number>();
  for (const [time, summary] of read) {
    const value = statisticOf(Stat, summary);
    if (value !== undefined) series.set(time, value);
  }
  return series;
}
