import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { eventually } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { loadStacks } from '../template/load.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { writeMeteredAssembly } from './metered-assembly.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

const assembly = writeMeteredAssembly();
const DAY_MS = 86_400_000;
/** The table refuses so many reads. */
const THROTTLED = 3;
const faults = [
  { service: 'dynamodb', operation: 'GetItem', kind: 'throttle' as const, rate: 1, times: THROTTLED },
  { service: 'dynamodb', operation: 'Query', kind: 'error5xx' as const, rate: 1, times: 1 },
];
let stack: Stack;
let url: string;
let clients: ReturnType<typeof clientsOf>;
const clientsOf = (config: ReturnType<typeof clientConfig>) => ({
  cloudwatch: new CloudWatchClient(config),
  dynamodb: new DynamoDBClient(config),
  lambda: new LambdaClient(config),
  sfn: new SFNClient(config),
  sns: new SNSClient(config),
  sqs: new SQSClient(config),
});
beforeAll(async () => {
  stack = await startStack({ assembly: assembly.folder, port: 0, faults: { faults } });
  url = z.object({ Metered: z.object({ Url: z.string() }) }).parse(stack.outputs).Metered.Url;
  clients = clientsOf(clientConfig(stack.url));
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await stack.stop();
  assembly.remove();
});

type Figures = { Sum: number; SampleCount: number; Maximum: number };

/** All values of a metric, from the begin of the stack on. */
async function figures(service: string, MetricName: string, dimensions: Record<string, string>) {
  const { Datapoints = [] } = await clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: `AWS/${service}`, MetricName, Period: 86_400 },
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      ...{ StartTime: new Date(Date.now() - DAY_MS), EndTime: new Date(Date.now() + 30 * DAY_MS) },
      Statistics: ['Sum', 'SampleCount', 'Maximum'],
    }),
  );
  return Datapoints.reduce<Figures>(
    (all, { Sum = 0, SampleCount = 0, Maximum = 0 }) => ({
      Sum: all.Sum + Sum,
      SampleCount: all.SampleCount + SampleCount,
      Maximum: Math.max(all.Maximum, Maximum),
    }),
    { Sum: 0, SampleCount: 0, Maximum: -Infinity },
  );
}

/** The sums of metrics of one thing. */
async function sums(service: string, dimensions: Record<string, string>, names: readonly string[]) {
  const found = names.map(async (name) => [name, (await figures(service, name, dimensions)).Sum] as const);
  return Object.fromEntries(await Promise.all(found));
}

const invoke = (
  FunctionName: string,
  event: object,
  InvocationType: 'RequestResponse' | 'Event' = 'RequestResponse',
) => clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify(event) }));

describe('the metrics of a function', () => {
  it('agree with its invocations, its errors and what its callers were refused', async () => {
    for (const fail of [false, true, false, true, true]) await invoke('worker', { fail });
    for (let call = 0; call < 4; call += 1)
      await expect(invoke('closed', {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    const own = { FunctionName: 'worker' };
    expect(await sums('Lambda', own, ['Invocations', 'Errors', 'Throttles'])).toEqual({
      ...{ Invocations: 5, Errors: 3, Throttles: 0 },
    });
    expect(await sums('Lambda', { FunctionName: 'closed' }, ['Invocations', 'Errors', 'Throttles'])).toEqual({
      ...{ Invocations: 0, Errors: 0, Throttles: 4 },
    });
    const { SampleCount, Sum, Maximum } = await figures('Lambda', 'Duration', own);
    expect(SampleCount).toBe(5);
    expect(Sum).toBeGreaterThanOrEqual(Maximum);
    expect(Maximum).toBeGreaterThan(0);
  });

  it('have a DeadLetterError for each event that its queue could not be sent', async () => {
    await invoke('worker', { fail: true }, 'Event');
    await invoke('worker', { fail: true }, 'Event');
    await eventually(async () => {
      await stack.clock.advance(10_000);
      expect(await figures('Lambda', 'DeadLetterErrors', { FunctionName: 'worker' })).toMatchObject({
        Sum: 2,
      });
    });
    const { Sum } = await figures('Lambda', 'DestinationDeliveryFailures', { FunctionName: 'worker' });
    expect(Sum).toBe(0);
  });

  it('have an IteratorAge that grows on the clock of the stack while a record is failed', async () => {
    const age = async () => (await figures('Lambda', 'IteratorAge', { FunctionName: 'reader' })).Maximum;
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'Items', Item: { Id: { S: 'bad' } } }));
    await eventually(async () => expect(await age()).toBeGreaterThanOrEqual(0));
    expect(await age()).toBeLessThan(300_000);
    await stack.clock.advance(400_000);
    await eventually(async () => expect(await age()).toBeGreaterThan(300_000));
    expect(await age()).toBeLessThan(500_000);
  });
});

/** Namespace, name and names of dimensions of a metric. */
type Kind = readonly (string | undefined)[];
type Named = {
  Namespace?: string | undefined;
  MetricName?: string | undefined;
  Dimensions?: readonly { Name: string | undefined }[] | undefined;
};
const kindOf = ({ Namespace, MetricName, Dimensions = [] }: Named): Kind => [
  ...[Namespace, MetricName],
  ...Dimensions.map(({ Name }) => Name).toSorted(),
];
const kinds = (found: readonly Kind[]) => [...new Set(found.map((kind) => kind.join(' ')))].toSorted();

describe('the metrics of a REST API', () => {
  it('agree with the answers that its clients got', async () => {
    const statuses: number[] = [];
    const paths = ['200', '200', '404', '503', 'none'].map((status) => `open?status=${status}`);
    for (const path of [...paths, 'closed', 'closed', 'absent'])
      statuses.push((await fetch(url + path)).status);
    expect(statuses).toEqual([200, 200, 404, 503, 502, 500, 500, 403]);
    const names = ['Count', '4XXError', '5XXError'];
    for (const dimensions of [{ ApiName: 'Metered' }, { ApiName: 'Metered', Stage: 'prod' }])
      expect(await sums('ApiGateway', dimensions, names)).toEqual({ Count: 8, '4XXError': 2, '5XXError': 4 });
    const own = { ApiName: 'Metered' };
    const [latency, integration] = [
      await figures('ApiGateway', 'Latency', own),
      await figures('ApiGateway', 'IntegrationLatency', own),
    ];
    expect([latency.SampleCount, integration.SampleCount]).toEqual([8, 7]);
    expect(latency.Sum).toBeGreaterThan(integration.Sum - 8);
    expect(await figures('Lambda', 'Throttles', { FunctionName: 'closed' })).toMatchObject({ Sum: 6 });
  });
});

describe('the metrics of a state machine', () => {
  it('agree with its executions', async () => {
    const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
    for (const name of ['done', 'done', 'broken', 'slow'])
      await clients.sfn.send(new StartExecutionCommand({ stateMachineArn: arn(name) }));
    await stack.clock.advance(120_000);
    const endings = ['Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((name) => `Executions${name}`);
    const of = (name: string) =>
      sums('States', { StateMachineArn: arn(name) }, ['ExecutionsStarted', ...endings]);
    const none = { ExecutionsSucceeded: 0, ExecutionsFailed: 0, ExecutionsTimedOut: 0, ExecutionsAborted: 0 };
    await eventually(async () => {
      expect(await of('done')).toEqual({ ...none, ExecutionsStarted: 2, ExecutionsSucceeded: 2 });
      expect(await of('broken')).toEqual({ ...none, ExecutionsStarted: 1, ExecutionsFailed: 1 });
      expect(await of('slow')).toEqual({ ...none, ExecutionsStarted: 1, ExecutionsTimedOut: 1 });
    });
    const { Sum, SampleCount } = await figures('States', 'ExecutionTime', { StateMachineArn: arn('slow') });
    expect(SampleCount).toBe(1);
    expect(Sum).toBeGreaterThanOrEqual(60_000);
  });
});

describe('the metrics of queues and topics', () => {
  it('agree with what was sent, received and deleted, and what waits', async () => {
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: 'counted' }));
    for (const size of [10, 3]) {
      const Entries = Array.from({ length: size }, (_, index) => ({ Id: String(index), MessageBody: 'm' }));
      await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    const received = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 2 }));
    const [first] = received.Messages ?? [];
    await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    const count = received.Messages?.length ?? 0;
    const names = ['Sent', 'Received', 'Deleted'].map((name) => `NumberOfMessages${name}`);
    expect(await sums('SQS', { QueueName: 'counted' }, names)).toEqual({
      ...{ NumberOfMessagesSent: 13, NumberOfMessagesReceived: count, NumberOfMessagesDeleted: 1 },
    });
    await eventually(async () => {
      await stack.clock.advance(60_000);
      const { Maximum } = await figures('SQS', 'ApproximateNumberOfMessagesVisible', {
        QueueName: 'counted',
      });
      expect(Maximum).toBe(12);
    });
    await stack.clock.advance(600_000);
    await eventually(async () => {
      const { Maximum } = await figures('SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'counted' });
      expect(Maximum).toBeGreaterThanOrEqual(540);
      expect(Maximum).toBeLessThan(3_600);
    });
  });

  it('tell what a topic was given, what it delivered and what it gave up', async () => {
    const { TopicArn } = await clients.sns.send(new CreateTopicCommand({ Name: 'counted' }));
    const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:absent';
    await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
    for (let message = 0; message < 3; message += 1)
      await clients.sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
    const names = [
      'NumberOfMessagesPublished',
      'NumberOfNotificationsDelivered',
      'NumberOfNotificationsFailed',
    ];
    await eventually(async () =>
      expect(await sums('SNS', { TopicName: 'counted' }, names)).toEqual({
        ...{
          NumberOfMessagesPublished: 3,
          NumberOfNotificationsDelivered: 0,
          NumberOfNotificationsFailed: 3,
        },
      }),
    );
  });
});

describe('the metrics of a table', () => {
  it('agree with what it refused: throttled, failed, not as expected, and not valid', async () => {
    const { dynamodb } = clients;
    const userErrors = async () => (await figures('DynamoDB', 'UserErrors', {})).Sum;
    const before = await userErrors();
    const get = () => dynamodb.send(new GetItemCommand({ TableName: 'Items', Key: { Id: { S: 'none' } } }));
    for (let call = 0; call < THROTTLED; call += 1)
      await expect(get()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await get();
    const put = (more: object) =>
      dynamodb.send(new PutItemCommand({ TableName: 'Items', Item: { Id: { S: 'kept' } }, ...more }));
    await put({});
    await expect(put({ ConditionExpression: 'attribute_not_exists(Id)' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    await expect(put({ ConditionExpression: '(' })).rejects.toMatchObject({ name: 'ValidationException' });
    const own = { TableName: 'Items' };
    expect(
      await sums('DynamoDB', { ...own, Operation: 'GetItem' }, ['ThrottledRequests', 'SystemErrors']),
    ).toEqual({
      ...{ ThrottledRequests: THROTTLED, SystemErrors: 0 },
    });
    const events = ['ReadThrottleEvents', 'WriteThrottleEvents', 'ConditionalCheckFailedRequests'];
    expect(await sums('DynamoDB', own, events)).toEqual({
      ...{ ReadThrottleEvents: THROTTLED, WriteThrottleEvents: 0, ConditionalCheckFailedRequests: 1 },
    });
    expect(await userErrors()).toBe(before + 1);
    const latency = await figures('DynamoDB', 'SuccessfulRequestLatency', { ...own, Operation: 'GetItem' });
    expect(latency.SampleCount).toBe(1);
  });
});

describe('the metrics of all services', () => {
  it('have the names and the dimensions that the alarms of the templates look at', async () => {
    const reported: Kind[] = [];
    for await (const { Metrics = [] } of paginateListMetrics({ client: clients.cloudwatch }, {}))
      reported.push(...Metrics.map(kindOf));
    const metric = z.object({
      ...{ Namespace: z.string(), MetricName: z.string() },
      Dimensions: z.array(z.object({ Name: z.string() })).default([]),
    });
    const stat = z.object({ MetricStat: z.object({ Metric: metric }).optional() });
    const watchedBy = z.union([
      metric.transform((each) => [each]),
      z
        .object({ Metrics: z.array(stat) })
        .transform(({ Metrics }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])),
    ]);
    const watched = loadStacks(assemblyFolder)
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .flatMap(({ Properties }) => watchedBy.parse(Properties))
      .map(kindOf)
      // Those of functions are embedded in their logs; socket-metrics.spec.ts has those of WebSocket APIs.
      .filter(([namespace, , dimension]) => namespace !== 'Hanok' && dimension !== 'ApiId');
    expect(kinds(watched).length).toBeGreaterThan(8);
    expect(kinds(watched).filter((kind) => !kinds(reported).includes(kind))).toEqual([]);
  });
});
