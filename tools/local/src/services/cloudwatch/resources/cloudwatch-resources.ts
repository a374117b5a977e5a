import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { alarmName, checkedAlarm } from '../alarms/alarm.ts';
import { alarmArn } from '../alarms/alarm-message.ts';
import type { CloudWatchUses } from '../cloudwatch.ts';
import { dashboardName, keepDashboard } from '../operations/dashboards.ts';

/** AWS::CloudWatch::Alarm. `Ref` is its name. */
export const cloudWatchAlarm = resourceType({
  type: 'AWS::CloudWatch::Alarm',
  properties: checkedAlarm({ AlarmName: alarmName.optional() }),
  ignored: { Tags: DESCRIBES },
  async create({ AlarmName, ...config }, resource, { alarms }: CloudWatchUses) {
    const name = AlarmName ?? physicalName(resource);
    alarms.put(name, config, true);
    return { ref: name, attributes: { Arn: alarmArn(resource.place, name) } };
  },
});

/** AWS::CloudWatch::Dashboard. `Ref` is its name. */
export const cloudWatchDashboard = resourceType({
  type: 'AWS::CloudWatch::Dashboard',
  properties: z.strictObject({ DashboardName: dashboardName.optional(), DashboardBody: z.string() }),
  async create({ DashboardName, DashboardBody }, resource, uses: CloudWatchUses) {
    const name = DashboardName ?? physicalName(resource);
    keepDashboard(uses, name, DashboardBody);
    return { ref: name, attributes: {} };
  },
});
