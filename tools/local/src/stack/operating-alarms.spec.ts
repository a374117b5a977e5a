import {
  type AlarmHistoryItem,
  CloudWatchClient,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { createClock } from '../clock.ts';
import { cloudwatch } from '../services/cloudwatch/part.ts';
import { queriesOf } from '../services/cloudwatch/alarms/alarm.ts';
import { namedDimensions } from '../services/cloudwatch/metric-members.ts';
import { withLocalQueue } from '../services/gamelift/placement/local-queue.ts';
import { metrics } from '../services/metrics/part.ts';
import { sns } from '../services/sns/part.ts';
import { loadStacks } from '../template/load.ts';
import { withParameters } from '../template/with-parameters.ts';
import { deploy, typesOf } from './deploy.ts';
import { openStack } from './open-stack.fixture.ts';
import { ALARM_SECTIONS } from './operating-questions.fixture.ts';

const HOUR_MS = 3_600_000;
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:told';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' } },
      ...{ Action: 'sqs:SendMessage', Resource: QUEUE_ARN },
    },
  ],
};
const clock = createClock();
const found = loadStacks(assemblyFolder);
const stacks = withParameters(found, withLocalQueue(found, {}));

/** All alarms of all templates, on the parts of the stack, whose functions do not run. */
let stack: Awaited<ReturnType<typeof openStack>>;
let clients: { cloudwatch: CloudWatchClient; sns: SNSClient; sqs: SQSClient };
const running = new AsyncDisposableStack();
beforeAll(async () => {
  stack = await openStack(clock);
  await deploy(stacks, stack.place, typesOf(stack.parts.all));
  const settings = clientSettings(stack.url);
  clients = {
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
  };
  const Attributes = { Policy: JSON.stringify(POLICY) };
  await clients.sqs.send(new CreateQueueCommand({ QueueName: 'told', Attributes }));
  for (const { name } of stacks)
    await clients.sns.send(
      new SubscribeCommand({
        ...{ TopicArn: topicOf(name), Protocol: 'sqs', Endpoint: QUEUE_ARN },
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
  for (const { part, open } of stack.parts.all)
    if (part.name === sns.name || part.name === cloudwatch.name) running.use(open.start?.());
});
afterAll(async () => {
  await running.disposeAsync();
  for (const client of Object.values(clients)) client.destroy();
  await stack.stop();
});

const topicOf = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}-alarms`;
const alarmsOf = () => stack.parts.usesOf(cloudwatch).alarms.list();

/** The section of docs/operating.md that an alarm belongs to, by the longest end of its name, less the hash of CDK. */
function sectionOf(name: string): string | undefined {
  const ends = ALARM_SECTIONS.filter((title) => name.replace(/[0-9A-F]{8}$/, '').endsWith(title));
  return ends.toSorted((a, b) => b.length - a.length)[0];
}

/** Gives each metric that an alarm looks at a value over the limit; of one in percent, ten of ten. */
function breach(): void {
  const store = stack.parts.usesOf(metrics);
  for (const { config } of alarmsOf())
    for (const { MetricStat } of queriesOf(config)) {
      if (MetricStat === undefined) continue;
      const { Namespace: namespace, MetricName: name, Dimensions } = MetricStat.Metric;
      const value = config.Metrics === undefined ? config.Threshold + 1 : 10;
      store.add({ namespace, name, dimensions: namedDimensions(Dimensions), value });
    }
}

const told = z.object({
  AlarmName: z.string(),
  NewStateValue: z.string(),
  OldStateValue: z.string(),
  AlarmArn: z.string(),
});
type Told = z.infer<typeof told>;

async function receiveAll(): Promise<Told[]> {
  const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: 'told' }));
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
  await clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return [...Messages.map(({ Body = '' }) => told.parse(JSON.parse(Body))), ...(await receiveAll())];
}

/** Moves the clock on until all alarms are in a state, and answers what their topics told the queue meanwhile. */
async function all(state: 'ALARM' | 'OK', ms: number): Promise<Told[]> {
  await clock.advance(ms);
  const states: string[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: clients.cloudwatch }, {}))
    states.push(...MetricAlarms.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`));
  expect(states.filter((each) => !each.endsWith(` ${state}`))).toEqual([]);
  const messages: Told[] = [];
  await eventually(async () => {
    messages.push(...(await receiveAll()));
    expect(messages.length).toBeGreaterThanOrEqual(states.length);
  });
  return messages;
}

describe('the alarms of docs/operating.md', () => {
  let [begun, ended]: Told[][] = [];
  const history: AlarmHistoryItem[] = [];
  beforeAll(async () => {
    breach();
    begun = await all('ALARM', 120_000);
    ended = await all('OK', HOUR_MS + 120_000);
    for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory(
      { client: clients.cloudwatch },
      {},
    ))
      history.push(...AlarmHistoryItems);
  });

  it('are those of the templates', () => {
    expect(ALARM_SECTIONS).toHaveLength(15);
    expect(alarmsOf().length).toBeGreaterThan(100);
    expect(alarmsOf().filter(({ name }) => sectionOf(name) === undefined)).toEqual([]);
  });

  it.each(ALARM_SECTIONS)('%s starts and ends wherever it is, and its topic tells of both', (section) => {
    const names = alarmsOf().flatMap(({ name }) => (sectionOf(name) === section ? [name] : []));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const own = (messages: Told[] = []) => messages.filter(({ AlarmName }) => AlarmName === name);
      expect(own(begun)).toEqual([
        expect.objectContaining({ NewStateValue: 'ALARM', OldStateValue: 'INSUFFICIENT_DATA' }),
      ]);
      expect(own(ended)).toEqual([expect.objectContaining({ NewStateValue: 'OK', OldStateValue: 'ALARM' })]);
      const topic = topicOf(name.split('-')[0] ?? '');
      const summaries = history.flatMap(({ AlarmName, HistorySummary }) =>
        AlarmName === name ? [HistorySummary] : [],
      );
      expect(summaries).toEqual([
        `Successfully executed action ${topic}`,
        'Alarm updated from ALARM to OK',
        `Successfully executed action ${topic}`,
        'Alarm updated from INSUFFICIENT_DATA to ALARM',
        `Alarm "${name}" created`,
      ]);
    }
  });
});
