import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { type CloudWatch, seconds } from '../cloudwatch.ts';
import { invalidValue } from '../errors.ts';
import {
  checkQueries,
  metricQuery,
  type MetricQuery,
  MOST_QUERIES,
  periodOf,
  runQueries,
} from '../math/metric-queries.ts';
import type { Value } from '../math/functions.ts';
import { timestamp } from '../metric-members.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_DATAPOINTS = 100_800;

const input = z.strictObject({
  MetricDataQueries: z.array(metricQuery).min(1).max(MOST_QUERIES),
  StartTime: timestamp,
  EndTime: timestamp,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
});

/** GetMetricData: all in one page; periods begin at whole multiples of the longest one. */
export const getMetricData = operation(input, ({ store }: CloudWatch, request) => {
  const { MetricDataQueries: queries, ScanBy, EndTime } = request;
  const longest = 1000 * Math.max(...queries.map((query) => periodOf(query) ?? 60));
  const from = Math.floor((request.StartTime * 1000) / longest) * longest;
  const to = EndTime * 1000;
  if (from >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const most = queries.reduce(
    (sum, query) => sum + (to - from) / 1000 / (periodOf(query) ?? longest / 1000),
    0,
  );
  if (most > MOST_DATAPOINTS)
    throw invalidValue(
      `The request may have up to ${Math.ceil(most)} datapoints, over the limit of ${MOST_DATAPOINTS}: make the period longer or the range shorter.`,
    );
  checkQueries(queries, (to - from) / 60_000);
  const values = runQueries(store, queries, { from, to });
  const results = queries
    .filter(({ ReturnData }) => ReturnData)
    .flatMap((query) => resultsOf(query, values.get(query.Id) ?? new Map(), ScanBy));
  return { MetricDataResults: results, Messages: [] };
});

function resultsOf(query: MetricQuery, value: Value, scanBy: string): object[] {
  if (typeof value === 'number' || typeof value === 'string')
    throw invalidValue(`The expression ${query.Id} must come to a metric, not to a single value.`);
  return [value].flat().map((series) => {
    const sorted = [...series].sort(([a], [b]) => (scanBy === 'TimestampAscending' ? a - b : b - a));
    return {
      Id: query.Id,
      Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
      Timestamps: sorted.map(([time]) => seconds(time)),
      Values: sorted.map(([, each]) => each),
      StatusCode: 'Complete',
    };
  });
}
