import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { MetricId } from '../../metrics/metric.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { metricNameText, namespaceText, wireDimensions } from '../metric-members.ts';
import { page } from './page.ts';

const PAGE_SIZE = 500;
const RECENT_MS = 3 * 3_600_000;
/** A metric is listed for two weeks after its last value. */
const LISTED_MS = 14 * 86_400_000;

const dimensionFilter = z.strictObject({
  Name: z.string().min(1).max(255),
  Value: z.string().min(1).max(1024).optional(),
});
const input = z.strictObject({
  Namespace: namespaceText.optional(),
  MetricName: metricNameText.optional(),
  Dimensions: z.array(dimensionFilter).max(10).default([]),
  RecentlyActive: z.literal('PT3H').optional(),
  NextToken: z.string().optional(),
});

/** ListMetrics: those that had a value in the last two weeks, by namespace and name. */
export const listMetrics = operation(input, ({ store, clock }: CloudWatch, request) => {
  const since = clock.now() - (request.RecentlyActive === undefined ? LISTED_MS : RECENT_MS);
  const found = store
    .metrics()
    .filter(({ lastAt, ...metric }) => lastAt >= since && matches(metric, request));
  const sorted = found.toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  const { items, ...next } = page(sorted, request.NextToken, PAGE_SIZE);
  return {
    Metrics: items.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: wireDimensions(dimensions),
    })),
    ...next,
  };
});

function matches(
  { namespace, name, dimensions }: MetricId,
  { Namespace = namespace, MetricName = name, Dimensions }: z.infer<typeof input>,
): boolean {
  return (
    namespace === Namespace &&
    name === MetricName &&
    Dimensions.every(
      ({ Name, Value }) =>
        Object.hasOwn(dimensions, Name) && (Value === undefined || dimensions[Name] === Value),
    )
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
