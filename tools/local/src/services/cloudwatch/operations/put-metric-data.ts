import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { Summary } from '../../metrics/metric.ts';
import { merged, summaryOf } from '../../metrics/summary.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import { dimensions, metricNameText, namespaceText, timestamp, unitText } from '../metric-members.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MOST_DATA = 1000;
const MOST_VALUES = 150;
const LARGEST = 2 ** 360;
const value = z.number().min(-LARGEST).max(LARGEST);

const datum = z.strictObject({
  MetricName: metricNameText,
  Dimensions: dimensions,
  Timestamp: timestamp.optional(),
  Value: value.optional(),
  StatisticValues: z
    .strictObject({ SampleCount: value.min(0), Sum: value, Minimum: value, Maximum: value })
    .optional(),
  Values: z.array(value).max(MOST_VALUES).optional(),
  Counts: z.array(z.number().positive()).max(MOST_VALUES).optional(),
  Unit: unitText.default('None'),
  StorageResolution: z.union([z.literal(1), z.literal(60)]).default(60),
});

const input = z.strictObject({
  Namespace: namespaceText,
  MetricData: z.array(datum).max(MOST_DATA).default([]),
});

/** PutMetricData: values are kept when it answers. */
export const putMetricData = operation(input, ({ store }: CloudWatch, { Namespace, MetricData }) => {
  if (Namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  if (MetricData.length === 0) throw missingParameter('The parameter MetricData is required.');
  const data = MetricData.map((each) => [each, summaryIn(each)] as const);
  for (const [each, summary] of data) {
    const { MetricName: name, Unit: unit, StorageResolution: resolution, Timestamp } = each;
    const time = Timestamp === undefined ? {} : { time: Timestamp * 1000 };
    store.addSummary(
      { namespace: Namespace, name, dimensions: each.Dimensions, unit, resolution, ...time },
      summary,
    );
  }
  store.flush();
  return undefined;
});

function summaryIn({ Value, StatisticValues, Values, Counts }: z.infer<typeof datum>): Summary {
  const given = [Value, StatisticValues, Values].filter((each) => each !== undefined);
  if (given.length > 1)
    throw invalidCombination(
      'The parameters MetricData.member.Value, StatisticValues and Values are mutually exclusive and you have specified more than one.',
    );
  if (Value !== undefined) return summaryOf(Value);
  if (Values !== undefined) return summaryOfValues(Values, Counts);
  if (StatisticValues === undefined)
    throw missingParameter(
      'At least one of the parameters MetricData.member.Value, StatisticValues and Values must be specified.',
    );
  const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues;
  if (max < min || count === 0)
    throw invalidValue(
      'The parameter MetricData.member.StatisticValues has a SampleCount of 0, or a Maximum below its Minimum.',
    );
  return { count, sum, min, max, counts: new Map(min === max ? [[min, count]] : []) };
}

function summaryOfValues(
  values: readonly number[],
  counts: readonly number[] = values.map(() => 1),
): Summary {
  const summaries = values.map((each, index) => summaryOf(each, counts[index]));
  if (values.length === counts.length && values.length > 0) return summaries.reduce(merged);
  throw invalidValue(
    'The parameters MetricData.member.Values and Counts must have as many items, one at least.',
  );
}
