import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { startCloudWatch } from './cloudwatch.fixture.ts';
import { PARAMETERS } from './parameters.ts';

let stack: Awaited<ReturnType<typeof startCloudWatch>>;
beforeAll(async () => void (stack = await startCloudWatch()));
afterAll(() => stack.stop());

const METRIC = { Namespace: 'N', MetricName: 'm', Dimensions: [{ Name: 'a', Value: 'b' }] };
const TIME = { StartTime: 1, EndTime: 61 };
const STAT = { Metric: METRIC, Period: 60, Stat: 'Sum', Unit: 'Count' };
const QUERY = { Id: 'a', Expression: 'b', Label: 'l', ReturnData: true, Period: 60, MetricStat: STAT };
const NAMES = { AlarmNames: ['none'] };
const PAGE = { NextToken: '0', MaxRecords: 1 };
const DATUM = {
  ...{ ...METRIC, Value: 1, Values: [1], Counts: [1], Unit: 'Count', StorageResolution: 1, Timestamp: 1 },
  StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 },
};
const { Namespace, ...datum } = DATUM;

describeParameters({
  service: 'CloudWatch',
  clients: [{ ...cloudwatch }],
  operations: Object.keys(PARAMETERS),
  table: PARAMETERS,
  samples: {
    PutMetricData: { Namespace, MetricData: [datum] },
    ListMetrics: { ...METRIC, NextToken: '0', RecentlyActive: 'PT3H', IncludeLinkedAccounts: false },
    GetMetricStatistics: {
      ...{ ...METRIC, ...TIME, Period: 60, Statistics: ['Sum'], ExtendedStatistics: ['p99'], Unit: 'Count' },
    },
    GetMetricData: { ...TIME, ScanBy: 'TimestampAscending', MetricDataQueries: [QUERY] },
    PutMetricAlarm: {
      ...{
        ...METRIC,
        AlarmName: 'a',
        AlarmDescription: 'd',
        ActionsEnabled: true,
        Period: 60,
        Unit: 'Count',
      },
      ...{ OKActions: [], AlarmActions: [], InsufficientDataActions: [], Metrics: [QUERY] },
      ...{ Statistic: 'Sum', ExtendedStatistic: 'p99', EvaluationPeriods: 1, DatapointsToAlarm: 1 },
      ...{ Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'missing' },
    },
    DeleteAlarms: NAMES,
    EnableAlarmActions: NAMES,
    DisableAlarmActions: NAMES,
    SetAlarmState: { AlarmName: 'none', StateValue: 'OK', StateReason: 'r', StateReasonData: '{}' },
    DescribeAlarms: {
      ...{ ...NAMES, ...PAGE, AlarmNamePrefix: 'a', AlarmTypes: ['MetricAlarm'], StateValue: 'OK' },
      ActionPrefix: 'a',
    },
    DescribeAlarmsForMetric: {
      ...{ ...METRIC, Statistic: 'Sum', ExtendedStatistic: 'p99', Period: 60, Unit: 'Count' },
    },
    DescribeAlarmHistory: {
      ...{ ...PAGE, AlarmName: 'a', AlarmTypes: ['MetricAlarm'], HistoryItemType: 'Action' },
      ...{ StartDate: 0, EndDate: 1, ScanBy: 'TimestampAscending' },
    },
    PutDashboard: { DashboardName: 'd', DashboardBody: '{"widgets":[]}' },
    GetDashboard: { DashboardName: 'd' },
    ListDashboards: { DashboardNamePrefix: 'd', NextToken: '0' },
    DeleteDashboards: { DashboardNames: ['none'] },
  },
  refusal: 'InvalidParameterValueException',
  call: callsJson(
    { name: 'monitoring' },
    () => stack.url,
    () => 'GraniteServiceVersion20100801',
  ),
});
