import { only, type ParameterTable, refused, supported, withoutEffect } from '../../gateway/parameters.ts';

const DIMENSIONS = { Dimensions: supported('Name', 'Value') };
const METRIC = { ...supported('Namespace', 'MetricName'), ...DIMENSIONS };
const QUERY = {
  ...supported('Id', 'Expression', 'Label', 'ReturnData', 'Period'),
  MetricStat: { Metric: METRIC, ...supported('Period', 'Stat', 'Unit') },
  ...refused('AccountId'),
};
const NAMES = supported('AlarmNames');
const TAGS = withoutEffect('no operation of the stack reads the tags', 'Tags');

/** What the stack does with each parameter of CloudWatch. */
export const PARAMETERS: ParameterTable = {
  PutMetricData: {
    ...supported('Namespace'),
    MetricData: {
      ...supported('MetricName', 'Timestamp', 'Value', 'Values', 'Counts', 'Unit', 'StorageResolution'),
      ...DIMENSIONS,
      StatisticValues: supported('SampleCount', 'Sum', 'Minimum', 'Maximum'),
    },
    ...refused('EntityMetricData', 'StrictEntityValidation'),
  },
  ListMetrics: {
    ...METRIC,
    ...supported('NextToken', 'RecentlyActive'),
    ...only([false], 'IncludeLinkedAccounts'),
    ...refused('OwningAccount'),
  },
  GetMetricStatistics: {
    ...METRIC,
    ...supported('StartTime', 'EndTime', 'Period', 'Statistics', 'ExtendedStatistics', 'Unit'),
  },
  GetMetricData: {
    MetricDataQueries: QUERY,
    ...supported('StartTime', 'EndTime', 'ScanBy'),
    ...refused('NextToken'),
    ...withoutEffect('all datapoints come in one answer', 'MaxDatapoints'),
    LabelOptions: withoutEffect('labels of the stack hold no times', 'Timezone'),
  },
  PutMetricAlarm: {
    ...supported('AlarmName', 'AlarmDescription', 'ActionsEnabled'),
    ...supported('OKActions', 'AlarmActions', 'InsufficientDataActions'),
    ...METRIC,
    ...supported(
      'Statistic',
      'ExtendedStatistic',
      'Period',
      'Unit',
      'EvaluationPeriods',
      'DatapointsToAlarm',
    ),
    ...supported('Threshold', 'ComparisonOperator', 'TreatMissingData'),
    Metrics: QUERY,
    ...TAGS,
    ...refused('EvaluateLowSampleCountPercentile', 'ThresholdMetricId', 'ActionConfiguration'),
    ...refused('EvaluationCriteria', 'EvaluationInterval', 'EvaluationWindow', 'WarmUpConfiguration'),
  },
  DeleteAlarms: NAMES,
  EnableAlarmActions: NAMES,
  DisableAlarmActions: NAMES,
  SetAlarmState: supported('AlarmName', 'StateValue', 'StateReason', 'StateReasonData'),
  DescribeAlarms: {
    ...supported('AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'ActionPrefix'),
    ...supported('NextToken', 'MaxRecords'),
    ...refused('ChildrenOfAlarmName', 'ParentsOfAlarmName'),
  },
  DescribeAlarmsForMetric: { ...METRIC, ...supported('Statistic', 'ExtendedStatistic', 'Period', 'Unit') },
  DescribeAlarmHistory: {
    ...supported('AlarmName', 'AlarmTypes', 'HistoryItemType', 'StartDate', 'EndDate', 'ScanBy'),
    ...supported('NextToken', 'MaxRecords'),
    ...refused('AlarmContributorId'),
  },
  PutDashboard: { ...supported('DashboardName', 'DashboardBody'), ...TAGS },
  GetDashboard: supported('DashboardName'),
  ListDashboards: supported('DashboardNamePrefix', 'NextToken'),
  DeleteDashboards: supported('DashboardNames'),
};
