import * as z from 'zod';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import { type Alarm, alarmName, alarmState, queriesOf } from '../alarms/alarm.ts';
import { alarmArn } from '../alarms/alarm-message.ts';
import { type CloudWatch, seconds } from '../cloudwatch.ts';
import { invalidCombination } from '../errors.ts';
import {
  dimensions,
  metricNameText,
  namedDimensions,
  namespaceText,
  periodSeconds,
  timestamp,
  unitText,
} from '../metric-members.ts';
import { metricKey } from '../../metrics/metric.ts';
import { page } from './page.ts';

const paging = { NextToken: z.string().optional(), MaxRecords: z.int().min(1).max(100).default(50) };
const TYPES = ['MetricAlarm', 'CompositeAlarm'];

const alarmsInput = z.strictObject({
  AlarmNames: z.array(alarmName).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).max(255).optional(),
  AlarmTypes: z.array(z.enum(TYPES)).default(['MetricAlarm']),
  StateValue: alarmState.optional(),
  ActionPrefix: z.string().min(1).max(1024).optional(),
  ...paging,
});
const metricInput = z.strictObject({
  MetricName: metricNameText,
  Namespace: namespaceText,
  Dimensions: dimensions,
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Period: periodSeconds.optional(),
  Unit: unitText.optional(),
});
const historyInput = z.strictObject({
  AlarmName: alarmName.optional(),
  AlarmTypes: z.array(z.enum(TYPES)).default(['MetricAlarm']),
  HistoryItemType: z.enum(['ConfigurationUpdate', 'StateUpdate', 'Action']).optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  ...paging,
  MaxRecords: z.int().min(1).max(100).default(100),
});

/** The operations that show alarms. */
export const DESCRIBE_ALARM_OPERATIONS: Readonly<Record<string, JsonOperation<CloudWatch>>> = {
  DescribeAlarms: operation(alarmsInput, ({ alarms, account }: CloudWatch, request) => {
    const { AlarmNames, AlarmNamePrefix = '', AlarmTypes, StateValue, ActionPrefix } = request;
    if (AlarmNames !== undefined && AlarmNamePrefix !== '')
      throw invalidCombination('AlarmNames and AlarmNamePrefix cannot be specified together.');
    const names = AlarmNames && new Set(AlarmNames);
    const found = alarms
      .list()
      .filter(
        ({ name, state, config }) =>
          AlarmTypes.includes('MetricAlarm') &&
          (names?.has(name) ?? name.startsWith(AlarmNamePrefix)) &&
          (StateValue ?? state) === state &&
          hasAction(config, ActionPrefix),
      );
    const { items, ...next } = page(found, request.NextToken, request.MaxRecords);
    return { MetricAlarms: items.map((alarm) => wireAlarm(alarm, account)), CompositeAlarms: [], ...next };
  }),
  DescribeAlarmsForMetric: operation(metricInput, ({ alarms, account }: CloudWatch, request) => {
    const { Namespace: namespace, MetricName: name, Dimensions } = request;
    const key = metricKey({ namespace, name, dimensions: Dimensions });
    const found = alarms
      .list()
      .filter(({ config }) =>
        queriesOf(config).some(
          ({ MetricStat }) =>
            MetricStat !== undefined &&
            keyOf(MetricStat.Metric) === key &&
            [request.Statistic ?? request.ExtendedStatistic ?? MetricStat.Stat].includes(MetricStat.Stat) &&
            (request.Period ?? MetricStat.Period) === MetricStat.Period &&
            (request.Unit ?? MetricStat.Unit) === MetricStat.Unit,
        ),
      );
    return { MetricAlarms: found.map((alarm) => wireAlarm(alarm, account)) };
  }),
  DescribeAlarmHistory: operation(historyInput, ({ alarms }: CloudWatch, request) => {
    const { AlarmName, HistoryItemType, StartDate = 0, EndDate = Infinity, ScanBy } = request;
    const found = alarms
      .history()
      .filter(
        ({ alarm, type, time }) =>
          (AlarmName ?? alarm) === alarm &&
          (HistoryItemType ?? type) === type &&
          request.AlarmTypes.includes('MetricAlarm') &&
          time >= StartDate * 1000 &&
          time <= EndDate * 1000,
      );
    const sorted = ScanBy === 'TimestampAscending' ? found.toReversed() : found;
    const { items, ...next } = page(sorted, request.NextToken, request.MaxRecords);
    const wire = items.map(({ alarm, time, type, summary, data }) => ({
      ...{ AlarmName: alarm, AlarmType: 'MetricAlarm', Timestamp: seconds(time) },
      ...{ HistoryItemType: type, HistorySummary: summary, HistoryData: data },
    }));
    return { AlarmHistoryItems: wire, ...next };
  }),
};

function keyOf({
  Namespace: namespace,
  MetricName: name,
  Dimensions,
}: NonNullable<ReturnType<typeof queriesOf>[number]['MetricStat']>['Metric']): string {
  return metricKey({ namespace, name, dimensions: namedDimensions(Dimensions) });
}

function hasAction(
  { OKActions, AlarmActions, InsufficientDataActions }: Alarm['config'],
  prefix: string | undefined,
): boolean {
  const all = [...OKActions, ...AlarmActions, ...InsufficientDataActions];
  return prefix === undefined || all.some((action) => action.startsWith(prefix));
}

function wireAlarm(alarm: Alarm, account: CloudWatch['account']): object {
  const { name, config, configuredAt, state, reason, reasonData, stateAt, changedAt } = alarm;
  const { Metrics, ...rule } = config;
  return {
    ...{ AlarmName: name, AlarmArn: alarmArn(account, name), ...rule },
    ...(Metrics && { Metrics }),
    AlarmConfigurationUpdatedTimestamp: seconds(configuredAt),
    ...{ StateValue: state, StateReason: reason, StateReasonData: reasonData },
    StateUpdatedTimestamp: seconds(stateAt),
    StateTransitionedTimestamp: seconds(changedAt),
  };
}
