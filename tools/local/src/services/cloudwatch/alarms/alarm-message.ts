import { type Account, arnOf } from '../../../arn.ts';
import type { MetricQuery } from '../math/metric-queries.ts';
import { type Alarm, type AlarmConfig, type AlarmState, periodOf } from './alarm.ts';

/** Names of regions as messages have them; another region has its code. */
const REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-west-1': 'EU (Ireland)',
};
const MOST_SUBJECT = 100;

export function alarmArn(account: Account, name: string): string {
  return arnOf('cloudwatch', account, `alarm:${name}`);
}

/** The topics that a change to a state is told. */
export function actionsFor(config: AlarmConfig, state: AlarmState): readonly string[] {
  if (!config.ActionsEnabled) return [];
  if (state === 'ALARM') return config.AlarmActions;
  return state === 'OK' ? config.OKActions : config.InsufficientDataActions;
}

/**
 * What a topic is told when an alarm changes its state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
 */
export function alarmMessage(
  alarm: Alarm,
  oldState: AlarmState,
  account: Account,
): { subject: string; message: string } {
  const { name, config, state, reason, stateAt, configuredAt } = alarm;
  const region = REGIONS[account.region] ?? account.region;
  const message = {
    AlarmName: name,
    AlarmDescription: config.AlarmDescription ?? null,
    AWSAccountId: account.accountId,
    AlarmConfigurationUpdatedTimestamp: javaTime(configuredAt),
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: javaTime(stateAt),
    Region: region,
    AlarmArn: alarmArn(account, name),
    OldStateValue: oldState,
    OKActions: config.OKActions,
    AlarmActions: config.AlarmActions,
    InsufficientDataActions: config.InsufficientDataActions,
    Trigger: triggerOf(config),
  };
  const subject = `${state}: "${name}" in ${region}`.replace(/[^\x20-\x7e]/g, '?');
  return { subject: subject.slice(0, MOST_SUBJECT), message: JSON.stringify(message) };
}

function triggerOf(config: AlarmConfig): object {
  const { Metrics, MetricName, Namespace, Statistic, ExtendedStatistic, Dimensions, Unit = null } = config;
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold, TreatMissingData } = config;
  const rule = {
    ...{ Period: periodOf(config), EvaluationPeriods },
    ...(DatapointsToAlarm !== undefined && { DatapointsToAlarm }),
    ...{ ComparisonOperator, Threshold, TreatMissingData, EvaluateLowSampleCountPercentile: '' },
  };
  if (Metrics !== undefined) return { ...rule, Metrics: Metrics.map(lowerDimensions) };
  const statistic =
    Statistic === undefined
      ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic }
      : { StatisticType: 'Statistic', Statistic: JAVA_STATISTICS[Statistic] ?? Statistic };
  return { MetricName, Namespace, ...statistic, Unit, Dimensions: lower(Dimensions), ...rule };
}

function lowerDimensions({ MetricStat, ...query }: MetricQuery): object {
  if (MetricStat === undefined) return query;
  const { Metric, ...stat } = MetricStat;
  return { ...query, MetricStat: { ...stat, Metric: { ...Metric, Dimensions: lower(Metric.Dimensions) } } };
}

function lower(dimensions: AlarmConfig['Dimensions']): object[] {
  return dimensions.map(({ Name: name, Value: value }) => ({ value, name }));
}

const JAVA_STATISTICS: Readonly<Record<string, string>> = {
  ...{ Sum: 'SUM', Average: 'AVERAGE', Minimum: 'MINIMUM', Maximum: 'MAXIMUM' },
  SampleCount: 'SAMPLE_COUNT',
};

/** `2026-11-27T03:05:00.000+0000`. */
export function javaTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}
