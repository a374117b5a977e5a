import { disposable, part } from '../../stack/part.ts';
import { metrics } from '../metrics/part.ts';
import { sns } from '../sns/part.ts';
import { openAlarmRows } from './alarms/alarm-rows.ts';
import { createAlarms } from './alarms/alarms.ts';
import { cloudWatchService } from './cloudwatch-service.ts';
import { openDashboardRows } from './dashboard-rows.ts';
import { cloudWatchAlarm, cloudWatchDashboard } from './resources/cloudwatch-resources.ts';

/** CloudWatch: metrics to read and to put, alarms that tell topics, and dashboards. */
export const cloudwatch = part({
  name: 'monitoring',
  resources: [cloudWatchAlarm, cloudWatchDashboard],
  needs: { metrics, sns },
  open: async ({ statePath, clock, region, accountId }, needs) => {
    const account = { region, accountId };
    const store = needs.metrics;
    const rows = openAlarmRows(statePath('alarms.db'));
    const dashboards = openDashboardRows(statePath('dashboards.db'));
    const alarms = createAlarms({
      ...{ rows, store, clock, account },
      publish: (sourceArn, topicArn, message) =>
        needs.sns.publishAsService(
          { service: 'cloudwatch.amazonaws.com', sourceArn, sourceAccount: accountId },
          topicArn,
          message,
        ),
    });
    const context = { store, alarms, dashboards, account, clock };
    return {
      uses: { alarms, dashboards, clock },
      service: cloudWatchService(context),
      start: () => {
        alarms.start();
        return disposable(alarms.stop);
      },
      reset: async () => alarms.clear(),
      [Symbol.asyncDispose]: async () => {
        alarms.stop();
        rows.close();
        dashboards.close();
      },
    };
  },
});
