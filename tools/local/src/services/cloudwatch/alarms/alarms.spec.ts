import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { eventually } from '@hanok/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startCloudWatch } from '../cloudwatch.fixture.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alarms';
const ERRORS = {
  ...{ AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60 },
  ...{ EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
  ...{ TreatMissingData: 'notBreaching', AlarmActions: [TOPIC], OKActions: [TOPIC] },
} as const satisfies PutMetricAlarmCommandInput;

type Stack = Awaited<ReturnType<typeof startCloudWatch>>;
let folder: string;
let stack: Stack;
/** A minute passes in 100 ms. */
const start = async () => {
  stack = await startCloudWatch({ speed: 600, folder });
  stack.alarms.start();
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-alarms-'));
  await start();
});
afterEach(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const putAlarm = (more: Partial<PutMetricAlarmCommandInput> = {}) =>
  stack.client.send(new PutMetricAlarmCommand({ ...ERRORS, ...more }));
const fail = (Value = 1) =>
  stack.client.send(
    new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [{ MetricName: 'Errors', Value }] }),
  );
const alarm = async (AlarmName = 'errors') => {
  const { MetricAlarms = [] } = await stack.client.send(
    new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
  );
  return MetricAlarms[0];
};
const becomes = (state: string, name?: string) =>
  eventually(async () => expect((await alarm(name))?.StateValue).toBe(state));

describe('an alarm', () => {
  it('goes to ALARM after a failure and back to OK, and tells its topic of both', async () => {
    await putAlarm();
    await becomes('OK');
    await fail(5);
    await eventually(() =>
      expect(stack.told.map(({ subject }) => subject)).toEqual([
        'OK: "errors" in US East (N. Virginia)',
        'ALARM: "errors" in US East (N. Virginia)',
        'OK: "errors" in US East (N. Virginia)',
      ]),
    );
    const [first, { message } = { message: {} }] = stack.told;
    expect(first?.message).toMatchObject({ OldStateValue: 'INSUFFICIENT_DATA' });
    expect(message).toMatchObject({
      ...{ AlarmName: 'errors', AWSAccountId: '000000000000', NewStateValue: 'ALARM', OldStateValue: 'OK' },
      NewStateReason: expect.stringMatching(
        /^Threshold Crossed: 1 out of the last 1 datapoints \[5\.0 \(.*\)\] was greater than the threshold \(0\.0\)/,
      ),
      Trigger: {
        ...{ MetricName: 'Errors', Namespace: 'Shop', StatisticType: 'Statistic', Statistic: 'SUM' },
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 0, Dimensions: [], Unit: null },
      },
    });
  });

  it('looks at each minute, also when a busy process lets some pass', async () => {
    await putAlarm();
    await becomes('OK');
    await fail();
    // The process does nothing for five minutes of its clock.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    await eventually(() =>
      expect(stack.told.map(({ message }) => message['NewStateValue'])).toEqual(['OK', 'ALARM', 'OK']),
    );
  });

  it('tells its history, the newest first', async () => {
    await putAlarm({ AlarmActions: [`${TOPIC}:refused`], OKActions: [] });
    await fail();
    await becomes('ALARM');
    const { AlarmHistoryItems = [] } = await stack.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'errors' }),
    );
    const summaries = AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary);
    expect(summaries).toEqual([
      `Failed to execute action ${TOPIC}:refused. Received error: "not authorized"`,
      expect.stringMatching(/^Alarm updated from (OK|INSUFFICIENT_DATA) to ALARM$/),
      ...(summaries.length > 3 ? ['Alarm updated from INSUFFICIENT_DATA to OK'] : []),
      'Alarm "errors" created',
    ]);
  });

  it('may look at metric math, and at percentiles', async () => {
    const of = (MetricName: string) => ({
      Metric: { Namespace: 'Shop', MetricName },
      ...{ Period: 60, Stat: 'p90' },
    });
    const { AlarmName, ...plain } = ERRORS;
    const { Namespace, MetricName, Statistic, Period, ...rule } = plain;
    await stack.client.send(
      new PutMetricAlarmCommand({
        ...{ ...rule, AlarmName: 'math', Threshold: 90 },
        Metrics: [
          { Id: 'e1', Expression: '100 * FILL(m1, 0)' },
          { Id: 'm1', MetricStat: of(MetricName), ReturnData: false },
        ],
      }),
    );
    await becomes('OK', 'math');
    await fail();
    await becomes('ALARM', 'math');
    expect([AlarmName, Namespace, Statistic, Period]).toHaveLength(4);
    expect(stack.told[1]?.message['Trigger']).toMatchObject({ Metrics: [{ Id: 'e1' }, { Id: 'm1' }] });
  });

  it('can be set to a state, until it is evaluated again', async () => {
    await putAlarm();
    await becomes('OK');
    const state = { StateValue: 'ALARM', StateReason: 'a test' } as const;
    await stack.client.send(new SetAlarmStateCommand({ AlarmName: 'errors', ...state }));
    expect(stack.told.at(-1)?.message).toMatchObject({ NewStateReason: 'a test', NewStateValue: 'ALARM' });
    await becomes('OK');
  });

  it('tells nothing while its actions are disabled, and is gone once it is deleted', async () => {
    await putAlarm({ Period: 86_400 });
    await becomes('OK');
    await stack.client.send(new DisableAlarmActionsCommand({ AlarmNames: ['errors'] }));
    const before = stack.told.length;
    await fail();
    await becomes('ALARM');
    expect(stack.told).toHaveLength(before);
    await stack.client.send(new DeleteAlarmsCommand({ AlarmNames: ['errors'] }));
    expect(await alarm()).toBeUndefined();
  });

  it('keeps its state over a restart, and goes on from there', async () => {
    await putAlarm({ Period: 86_400 });
    await fail();
    await becomes('ALARM');
    await stack.stop();
    await start();
    expect(await alarm()).toMatchObject({ StateValue: 'ALARM', Period: 86_400 });
    expect(stack.told).toEqual([]);
  });

  it('is found by its metric', async () => {
    await putAlarm();
    const metric = { Namespace: 'Shop', MetricName: 'Errors' };
    const found = async (more: object = {}) =>
      (await stack.client.send(new DescribeAlarmsForMetricCommand({ ...metric, ...more }))).MetricAlarms;
    expect(await found()).toMatchObject([{ AlarmName: 'errors' }]);
    expect(await found({ Period: 300 })).toEqual([]);
    expect(await found({ Dimensions: [{ Name: 'a', Value: 'b' }] })).toEqual([]);
  });

  it.each([
    ['without a statistic', { Statistic: undefined }, 'Statistic'],
    [
      'with an action that is no topic',
      { AlarmActions: ['arn:aws:lambda:us-east-1:1:function:f'] },
      'SNS topics',
    ],
    ['that looks further back than a day', { EvaluationPeriods: 2000 }, 'over a day'],
    ['that wants more than it has', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm'],
    ['with a name of 100,000 characters', { AlarmName: 'n'.repeat(100_000) }, '255'],
    ['on an anomaly', { ComparisonOperator: 'LessThanLowerThreshold' as const }, 'GreaterThanThreshold'],
  ])('is refused %s', async (_, more, reason) => {
    await expect(putAlarm(more)).rejects.toThrow(reason);
  });
});
