import * as z from 'zod';
import { readArn } from '../../../arn.ts';
import { isPercentile, STATISTIC_NAMES } from '../../metrics/summary.ts';
import { checkQueries, metricQuery, type MetricQuery } from '../math/metric-queries.ts';
import { dimensionList, metricNameText, namespaceText, periodSeconds, unitText } from '../metric-members.ts';

const actions = z
  .array(z.string().max(1024))
  .max(5)
  .refine((list) => new Set(list).size === list.length, 'have an action twice')
  .refine((list) => list.every((arn) => readArn(arn).service === 'sns'), {
    error: 'are ARNs of SNS topics: the local stack has no other actions of alarms',
  })
  .default([]);

export const alarmName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, 'has a control character');
export const alarmState = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
export type AlarmState = z.infer<typeof alarmState>;

const COMPARISON_OPERATORS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;

/** An alarm as requests and templates describe it. */
const alarmMembers = {
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: z.boolean().default(true),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  MetricName: metricNameText.optional(),
  Namespace: namespaceText.optional(),
  Statistic: z.enum(STATISTIC_NAMES).optional(),
  ExtendedStatistic: z
    .string()
    .refine(isPercentile, 'must be a percentile such as p99: the local stack has no other')
    .optional(),
  Dimensions: dimensionList,
  Period: periodSeconds.optional(),
  Unit: unitText.optional(),
  EvaluationPeriods: z.int().min(1),
  DatapointsToAlarm: z.int().min(1).optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(COMPARISON_OPERATORS),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  Metrics: z.array(metricQuery).max(20).optional(),
};

const DAY_SECONDS = 86_400;

/** Of any object with these members: what AWS checks of an alarm as a whole. */
export function checkedAlarm<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...alarmMembers, ...shape }).superRefine((alarm, context) => {
    // It has these members, whatever the shape adds.
    const problem = problemOf(alarm as AlarmConfig);
    if (problem !== undefined) context.addIssue(problem);
  });
}

const configOf = z.object(alarmMembers);
export type AlarmConfig = z.infer<typeof configOf>;

/** An alarm as it is kept. */
export const keptAlarm = z.object({
  name: z.string(),
  config: configOf,
  /** Milliseconds on the stack's clock, as are all times here. */
  configuredAt: z.number(),
  ofTemplate: z.boolean(),
  state: alarmState,
  reason: z.string(),
  reasonData: z.string().optional(),
  stateAt: z.number(),
  /** When the state became another one. */
  changedAt: z.number(),
});
export type Alarm = z.infer<typeof keptAlarm>;

function problemOf(alarm: AlarmConfig): string | undefined {
  const { Metrics, MetricName, Namespace, Statistic, ExtendedStatistic, Period } = alarm;
  const { EvaluationPeriods, DatapointsToAlarm = 1 } = alarm;
  if (Metrics === undefined) {
    if (MetricName === undefined || Namespace === undefined || Period === undefined)
      return 'An alarm has MetricName, Namespace and Period, or Metrics';
    if ((Statistic === undefined) === (ExtendedStatistic === undefined))
      return 'An alarm has one of Statistic and ExtendedStatistic';
  } else if ([MetricName, Namespace, Statistic, ExtendedStatistic, Period].some((each) => each !== undefined))
    return 'An alarm with Metrics has no MetricName, Namespace, Statistic, ExtendedStatistic and Period beside them';
  if (Metrics !== undefined && Metrics.filter(({ ReturnData }) => ReturnData).length !== 1)
    return 'Exactly one of Metrics returns data';
  if (DatapointsToAlarm > EvaluationPeriods) return 'DatapointsToAlarm is over EvaluationPeriods';
  const period = periodOf(alarm);
  if (period * EvaluationPeriods > (period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS))
    return 'EvaluationPeriods times Period is over a day, or over seven days for periods of an hour and more';
  try {
    checkQueries(queriesOf(alarm));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}

/** Seconds. */
export function periodOf({ Period, Metrics = [] }: AlarmConfig): number {
  return (
    Period ?? Math.max(60, ...Metrics.flatMap((query) => query.MetricStat?.Period ?? query.Period ?? []))
  );
}

/** What an alarm looks at; one that names a metric has a single query. */
export function queriesOf(alarm: AlarmConfig): readonly MetricQuery[] {
  if (alarm.Metrics !== undefined) return alarm.Metrics;
  const { MetricName = '', Namespace = '', Dimensions, Unit, Statistic, ExtendedStatistic } = alarm;
  const MetricStat = {
    Metric: { Namespace, MetricName, Dimensions },
    ...{ Period: periodOf(alarm), Stat: Statistic ?? ExtendedStatistic ?? '', Unit },
  };
  return [{ Id: 'm1', MetricStat, ReturnData: true }];
}
