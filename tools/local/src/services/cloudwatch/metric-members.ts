import * as z from 'zod';
import { type MetricId, UNITS } from '../metrics/metric.ts';
import { isPercentile, STATISTIC_NAMES } from '../metrics/summary.ts';

export const namespaceText = z.string().min(1).max(255).regex(/^[^:]/, 'must not begin with a colon');
export const metricNameText = z.string().min(1).max(255);
export const unitText = z.enum(UNITS);
/** Seconds since the epoch, as clients send a time. */
export const timestamp = z.number().min(0).max(8.64e12);
export const statisticText = z.string().refine(isStatistic, {
  error: `must be one of ${STATISTIC_NAMES.join(', ')} or a percentile such as p99; the local stack has no other statistic`,
});
export const periodSeconds = z
  .int()
  .min(1)
  .max(86_400)
  .refine(
    (seconds) => seconds % 60 === 0 || [1, 5, 10, 20, 30].includes(seconds),
    'must be 1, 5, 10, 20, 30 or a multiple of 60',
  );

const dimension = z.strictObject({ Name: z.string().min(1).max(255), Value: z.string().min(1).max(1024) });

/** Dimensions as requests and answers have them. */
export const dimensionList = z
  .array(dimension)
  .max(30)
  .refine((list) => new Set(list.map(({ Name }) => Name)).size === list.length, 'have a name twice')
  .default([]);

/** The same, read as names and values. */
export const dimensions = dimensionList.transform(namedDimensions);

export function namedDimensions(list: z.infer<typeof dimensionList>): MetricId['dimensions'] {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

function isStatistic(statistic: string): boolean {
  return STATISTIC_NAMES.includes(statistic) || isPercentile(statistic);
}

/** Dimensions as an answer has them. */
export function wireDimensions(named: MetricId['dimensions']): { Name: string; Value: string }[] {
  return Object.entries(named).map(([Name, Value]) => ({ Name, Value }));
}
