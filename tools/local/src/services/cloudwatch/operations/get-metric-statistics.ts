import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { Summary } from '../../metrics/metric.ts';
import { isPercentile, STATISTIC_NAMES, statisticOf } from '../../metrics/summary.ts';
import { type CloudWatch, seconds } from '../cloudwatch.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import {
  dimensions,
  metricNameText,
  namespaceText,
  periodSeconds,
  timestamp,
  unitText,
} from '../metric-members.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const MOST_DATAPOINTS = 1440;
const MINUTE_MS = 60_000;

const input = z.strictObject({
  Namespace: namespaceText,
  MetricName: metricNameText,
  Dimensions: dimensions,
  StartTime: timestamp,
  EndTime: timestamp,
  Period: periodSeconds,
  Statistics: z.array(z.enum(STATISTIC_NAMES)).max(5).default([]),
  ExtendedStatistics: z
    .array(z.string().refine(isPercentile, 'must be a percentile such as p99: the stack has no other'))
    .max(10)
    .default([]),
  Unit: unitText.optional(),
});

/** GetMetricStatistics: of each period that has values, those of each unit apart, by time. */
export const getMetricStatistics = operation(input, ({ store }: CloudWatch, request) => {
  const { Namespace: namespace, MetricName: name, Dimensions, Period, Unit } = request;
  const { Statistics, ExtendedStatistics } = request;
  if (Statistics.length + ExtendedStatistics.length === 0)
    throw missingParameter(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  const periodMs = Period * 1000;
  const granularity = Math.min(periodMs, MINUTE_MS);
  const from = Math.floor((request.StartTime * 1000) / granularity) * granularity;
  const to = request.EndTime * 1000;
  if (from >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const most = Math.ceil((to - from) / periodMs);
  if (most > MOST_DATAPOINTS)
    throw invalidCombination(
      `You have requested up to ${most} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  const metric = { namespace, name, dimensions: Dimensions };
  const units = Unit === undefined ? store.units(metric, { from, to }) : [Unit];
  const counts = ExtendedStatistics.length > 0;
  const datapoints = units.flatMap((unit) =>
    [...store.read(metric, { from, to, periodMs, unit, counts })].map(([time, summary]) => ({
      Timestamp: seconds(time),
      ...basicOf(summary, Statistics),
      ...(counts && { ExtendedStatistics: percentilesOf(summary, ExtendedStatistics) }),
      Unit: unit,
    })),
  );
  return { Label: name, Datapoints: datapoints.sort((a, b) => a.Timestamp - b.Timestamp) };
});

function basicOf(summary: Summary, statistics: readonly string[]): Record<string, number> {
  return Object.fromEntries(statistics.map((name) => [name, statisticOf(name, summary) ?? 0]));
}

/** A percentile of values that are not known is left out. */
function percentilesOf(summary: Summary, percentiles: readonly string[]): Record<string, number> {
  const values = percentiles.map((name) => [name, statisticOf(name, summary)] as const);
  return Object.fromEntries(
    values.flatMap(([name, value]): [string, number][] => (value === undefined ? [] : [[name, value]])),
  );
}
