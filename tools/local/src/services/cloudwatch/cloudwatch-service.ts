import * as z from 'zod';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { alarmArn } from './alarms/alarm-message.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { CHANGE_ALARM_OPERATIONS } from './operations/change-alarms.ts';
import { DASHBOARD_OPERATIONS, dashboardArn } from './operations/dashboards.ts';
import { DESCRIBE_ALARM_OPERATIONS } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { PARAMETERS } from './parameters.ts';
import { spokenService } from './protocol/spoken-service.ts';

const API: JsonApi = {
  name: 'monitoring',
  version: '1.0',
  targets: ['GraniteServiceVersion20100801'],
  invalidCode: 'InvalidParameterValueException',
  refusals: {
    denied: { status: 400, code: 'AccessDeniedException' },
    throttled: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
    failed: { status: 500, code: 'InternalServiceFault', message: 'Request processing has failed.' },
  },
};

/** The CloudWatch API. */
export function cloudWatchService(context: CloudWatch): Service {
  return spokenService(
    jsonService(API, {
      context,
      operations: {
        PutMetricData: putMetricData,
        ListMetrics: listMetrics,
        GetMetricStatistics: getMetricStatistics,
        GetMetricData: getMetricData,
        ...CHANGE_ALARM_OPERATIONS,
        ...DESCRIBE_ALARM_OPERATIONS,
        ...DASHBOARD_OPERATIONS,
      },
      access: ACCESS,
      parameters: PARAMETERS,
    }),
  );
}

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).catch([]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
const ACCESS: AccessRules<CloudWatch> = {
  PutMetricData: onAll('PutMetricData'),
  ListMetrics: onAll('ListMetrics'),
  GetMetricStatistics: onAll('GetMetricStatistics'),
  GetMetricData: onAll('GetMetricData'),
  PutMetricAlarm: onAlarm('PutMetricAlarm'),
  SetAlarmState: onAlarm('SetAlarmState'),
  DeleteAlarms: onAlarms('DeleteAlarms'),
  EnableAlarmActions: onAlarms('EnableAlarmActions'),
  DisableAlarmActions: onAlarms('DisableAlarmActions'),
  DescribeAlarms: onAlarms('DescribeAlarms'),
  DescribeAlarmHistory: onAlarm('DescribeAlarmHistory'),
  DescribeAlarmsForMetric: onAll('DescribeAlarmsForMetric'),
  PutDashboard: onDashboard('PutDashboard'),
  GetDashboard: onDashboard('GetDashboard'),
  ListDashboards: onAll('ListDashboards'),
  DeleteDashboards: accessRule(
    z.object({ DashboardNames: texts }),
    (context: CloudWatch, { DashboardNames }) =>
      orAll(DashboardNames).map((name) => need('DeleteDashboards', dashboardArn(context, name))),
  ),
};

function need(name: string, resource: string) {
  return { action: `cloudwatch:${name}`, resource };
}

function onAll(name: string) {
  return () => [need(name, '*')];
}

/** An operation that names no alarm is about all of them. */
function onAlarm(name: string) {
  return accessRule(z.object({ AlarmName: text }), ({ account }: CloudWatch, { AlarmName = '*' }) => [
    need(name, alarmArn(account, AlarmName)),
  ]);
}

function onAlarms(name: string) {
  return accessRule(z.object({ AlarmNames: texts.default([]) }), ({ account }: CloudWatch, { AlarmNames }) =>
    orAll(AlarmNames).map((alarm) => need(name, alarmArn(account, alarm))),
  );
}

function onDashboard(name: string) {
  return accessRule(z.object({ DashboardName: text }), (context: CloudWatch, { DashboardName = '*' }) => [
    need(name, dashboardArn(context, DashboardName)),
  ]);
}

function orAll(names: readonly string[]): readonly string[] {
  return names.length === 0 ? ['*'] : names;
}
