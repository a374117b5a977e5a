import * as z from 'zod';

export const metricQuery = z.strictObject({
  text: z.string().max(1_000).optional().describe('Each word must be in namespace, name or dimensions'),
  namespace: z.string().max(300).optional(),
  minutes: z.coerce.number().int().min(1).max(1_440).default(60).describe('On the clock of the stack'),
  limit: z.coerce.number().int().min(1).max(1_000).default(300).describe('Those with the newest values'),
});

const metricSeries = z.object({
  namespace: z.string(),
  name: z.string(),
  dimensions: z.record(z.string(), z.string()),
  unit: z.string(),
  statistic: z.enum(['Sum', 'Average', 'Maximum']).describe('What `values` are of each period, by the unit'),
  values: z.array(z.number().nullable()).describe('The oldest first; null for a period without a value'),
  count: z.number().describe('Values in all of the time'),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
});

export const metricPage = z.object({
  from: z.number().describe('Milliseconds since the epoch on the clock of the stack'),
  periodSeconds: z.number(),
  metrics: z.array(metricSeries),
  known: z.number().describe('Metrics that there are, whether they match or not'),
  namespaces: z.array(z.string()),
  alarms: z.array(
    z.object({ name: z.string(), state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']), reason: z.string() }),
  ),
});

export type MetricQuery = z.output<typeof metricQuery>;
export type MetricSeries = z.infer<typeof metricSeries>;
export type MetricPage = z.infer<typeof metricPage>;
