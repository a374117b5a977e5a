type Row = [operation: string, input: Record<string, unknown>, needs: string[]];

const PLACE = 'us-east-1:000000000000';
const ALARM = `arn:aws:cloudwatch:${PLACE}:alarm:mine`;
const DASHBOARD = 'arn:aws:cloudwatch::000000000000:dashboard/mine';

const onAll = ['PutMetricData', 'ListMetrics', 'GetMetricStatistics', 'GetMetricData'];
const onNames = ['DeleteAlarms', 'EnableAlarmActions', 'DisableAlarmActions', 'DescribeAlarms'];
const onName = ['PutMetricAlarm', 'SetAlarmState', 'DescribeAlarmHistory'];

const row = (operation: string, input: Record<string, unknown>, resource: string): Row => [
  operation,
  input,
  [`cloudwatch:${operation} ${resource}`],
];

/** A call of every operation of CloudWatch. */
export const CLOUDWATCH_ROWS: readonly Row[] = [
  ...[...onAll, 'DescribeAlarmsForMetric', 'ListDashboards'].map((name) => row(name, {}, '*')),
  ...onNames.map((name) => row(name, { AlarmNames: ['mine'] }, ALARM)),
  ...onName.map((name) => row(name, { AlarmName: 'mine' }, ALARM)),
  ...['PutDashboard', 'GetDashboard'].map((name) => row(name, { DashboardName: 'mine' }, DASHBOARD)),
  row('DeleteDashboards', { DashboardNames: ['mine'] }, DASHBOARD),
];
