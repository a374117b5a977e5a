import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { clientSettings } from '@hanok/testing';
import { type Clock, createClock } from '../../clock.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { openMetricStore } from '../metrics/metric-store.ts';
import { openAlarmRows } from './alarms/alarm-rows.ts';
import { createAlarms } from './alarms/alarms.ts';
import { cloudWatchService } from './cloudwatch-service.ts';
import { openDashboardRows } from './dashboard-rows.ts';

const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' };

/** What a topic was told, and by which alarm. */
type Told = { alarm: string; topic: string; subject: string; message: Record<string, unknown> };

/** CloudWatch behind a gateway of its own, whose topics are a list; `folder` outlives it. */
export async function startCloudWatch({ speed = 1, folder }: { speed?: number; folder?: string } = {}) {
  const clock: Clock = createClock(speed);
  const at = (name: string) => (folder === undefined ? ':memory:' : `${folder}/${name}`);
  const store = openMetricStore(at('metrics.db'), clock.now);
  const rows = openAlarmRows(at('alarms.db'));
  const dashboards = openDashboardRows(at('dashboards.db'));
  const told: Told[] = [];
  const alarms = createAlarms({
    ...{ rows, store, clock, account: ACCOUNT },
    publish: (alarm, topic, { subject, message }) => {
      if (topic.endsWith(':refused')) throw new Error('not authorized');
      told.push({ alarm, topic, subject, message: JSON.parse(message) });
    },
  });
  const { url, close } = await serveService(
    cloudWatchService({ store, alarms, dashboards, account: ACCOUNT, clock }),
  );
  const client = new CloudWatchClient(clientSettings(url));
  const stop = async () => {
    alarms.stop();
    client.destroy();
    await close();
    for (const each of [store, rows, dashboards]) each.close();
  };
  return { url, client, store, alarms, clock, told, stop };
}
