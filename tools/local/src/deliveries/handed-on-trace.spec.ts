import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PublishBatchCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { startEvents } from '../services/events/events-stack.fixture.ts';
import { startSns } from '../services/sns/sns-stack.fixture.ts';

const [A, B] = ['a', 'b'].map(
  (digit) => `Root=1-5759e988-${digit.repeat(24)};Parent=53995c3f42cd8ad8;Sampled=1`,
);

/** As the SDK sends it within a function. */
const withHeader = (request: unknown, trace: string | undefined) =>
  void Object.assign(Object(Object(request).headers), trace && { 'X-Amzn-Trace-Id': trace });

it('a topic hands the trace of its publisher on to functions and queues; a message of none has none', async () => {
  await using sns = Object.assign(await startSns(), { [Symbol.asyncDispose]: () => sns.stop() });
  const publisher: { trace?: string | undefined } = {};
  sns.client.middlewareStack.add(
    (next) => (call) => {
      withHeader(call.request, publisher.trace);
      return next(call);
    },
    { step: 'build' },
  );
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:t';
  sns.store.topics.put({ arn: TopicArn, displayName: '', tags: {} });
  sns.publisher.start();
  const queue = await sns.addQueue('q');
  const subscribe = (Protocol: string, Endpoint: string) =>
    sns.client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
  await subscribe('lambda', sns.addFunction('fn', TopicArn));
  await subscribe('sqs', queue.arn);
  await sns.client.send(new PublishCommand({ TopicArn, Message: 'x' }));
  publisher.trace = A;
  await sns.client.send(new PublishCommand({ TopicArn, Message: 'x' }));
  const PublishBatchRequestEntries = [{ Id: '1', Message: 'x' }];
  await sns.client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  await sns.settled();
  expect(sns.accepted.map((event) => event.trace)).toEqual([undefined, A, A]);
  expect((await queue.take()).map((message) => message.trace).toSorted()).toEqual([A, A, undefined]);
});

it('a bus hands the trace of an entry on, which counts before that of the request, and drops one that is none', async () => {
  await using events = Object.assign(await startEvents(), { [Symbol.asyncDispose]: () => events.stop() });
  events.bus.start();
  const { client } = events;
  const queue = await events.addQueue('q');
  await client.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["s"]}' }));
  const Arn = events.addFunction('fn', 'arn:aws:events:us-east-1:000000000000:rule/r');
  const Targets = [
    { Id: 'fn', Arn },
    { Id: 'q', Arn: queue.arn },
  ];
  await client.send(new PutTargetsCommand({ Rule: 'r', Targets }));
  const entry = { Source: 's', DetailType: 'd', Detail: '{}' };
  await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, TraceHeader: 'x' }] }));
  client.middlewareStack.add(
    (next) => (call) => {
      withHeader(call.request, A);
      return next(call);
    },
    { step: 'build' },
  );
  await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, TraceHeader: B }] }));
  await eventually(() => expect(events.accepted).toHaveLength(4));
  await events.settled();
  const traces = [A, B, undefined, undefined];
  expect(events.accepted.map(({ trace }) => trace).toSorted()).toEqual(traces);
  expect((await queue.take()).map(({ trace }) => trace).toSorted()).toEqual(traces);
  expect(events.accepted.every(({ payload }) => !payload.includes('Root='))).toBe(true);
});
