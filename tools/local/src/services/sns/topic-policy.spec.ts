import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { PLACE } from '../../deliveries/endpoints.fixture.ts';
import { resourceType } from '../../template/resource-type.ts';
import type { Json } from '../../template/template.ts';
import { retryDelay } from './delivery/publisher.ts';
import { snsSubscription } from './resources/subscription.ts';
import { snsTopic, snsTopicPolicy } from './resources/topic.ts';
import { type SnsStack, startSns } from './sns-stack.fixture.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:gomoku-match-topic';
const SOURCE = 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/GomokuMatchConfig';
const GAME = { service: 'gamelift.amazonaws.com', sourceArn: SOURCE, sourceAccount: '000000000000' };

const folder = mkdtempSync(join(tmpdir(), 'hanok-topics-'));
let stack: SnsStack;
beforeAll(async () => void (stack = await startSns({ path: join(folder, 'topics.db') })));
afterEach(() => void (stack.notices.length = 0));
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

/** Makes a resource as a template does. */
function make(type: ReturnType<typeof resourceType<unknown, SnsStack>>, properties: Record<string, unknown>) {
  const place = { ...PLACE, gatewayUrl: stack.url };
  const resource = { stackName: 'S', logicalId: 'R', place, zipFile: () => '' };
  const json = properties as Json;
  type.checkNames(json, resource);
  return type.create(json, resource, stack);
}

const policyOf = (Principal: object, Action = 'sns:Publish') => ({
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Allow', Principal, Action, Resource: TOPIC },
      Condition: {
        ArnEquals: { 'aws:SourceArn': SOURCE },
        StringEquals: { 'aws:SourceAccount': '000000000000' },
      },
    },
  ],
});
const makePolicy = (PolicyDocument: object) => make(snsTopicPolicy, { Topics: [TOPIC], PolicyDocument });
const publish = (sender = GAME, subject?: string) =>
  stack.topics.publishAsService(sender, TOPIC, { message: 'm', ...(subject !== undefined && { subject }) });

describe('a topic of a template', () => {
  it('is made with its subscriptions, and again at the next start', async () => {
    const Subscription = [{ Protocol: 'lambda', Endpoint: stack.addFunction('match-event', TOPIC) }];
    const properties = { TopicName: 'gomoku-match-topic', KmsMasterKeyId: 'alias/aws/sns', Subscription };
    const made = await make(snsTopic, properties);
    expect(made).toEqual({ ref: TOPIC, attributes: { TopicArn: TOPIC, TopicName: 'gomoku-match-topic' } });
    expect(await make(snsTopic, properties)).toEqual(made);
    expect(stack.store.subscriptions.ofTopic(TOPIC)).toHaveLength(1);
    const queue = await stack.addQueue('matches');
    const attributes = {
      ...{
        RawMessageDelivery: true,
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: { a: [{ prefix: 'b' }] },
      },
      RedrivePolicy: { deadLetterTargetArn: `${queue.arn}-dead` },
    };
    const { ref } = await make(snsSubscription, {
      ...{ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: queue.arn, ...attributes },
    });
    expect(stack.store.subscriptions.find(ref)).toMatchObject({
      ...{ raw: true, filterScope: 'MessageBody', filterPolicy: '{"a":[{"prefix":"b"}]}' },
      redrivePolicy: JSON.stringify(attributes.RedrivePolicy),
    });
    stack.store.subscriptions.remove(ref);
  });

  it.each<[string, Parameters<typeof make>[0], Record<string, unknown>, string]>([
    ['a phone', snsTopic, { Subscription: [{ Protocol: 'sms', Endpoint: '+1' }] }, '"sms"'],
    [
      'FIFO order',
      snsTopic,
      { TopicName: 'a.fifo', FifoTopic: true },
      'property "FifoTopic" is not supported',
    ],
    ['an archive', snsTopic, { ArchivePolicy: {} }, 'property "ArchivePolicy" is not supported'],
    [
      'a delivery policy',
      snsSubscription,
      { TopicArn: TOPIC, Protocol: 'https', Endpoint: 'https://a', DeliveryPolicy: {} },
      'property "DeliveryPolicy" is not supported',
    ],
    [
      'a condition that is not evaluated',
      snsTopicPolicy,
      { Topics: [TOPIC], PolicyDocument: { Statement: [{ Condition: { IpAddress: {} } }] } },
      'property "PolicyDocument.Statement.0',
    ],
  ])('is refused by name with %s', async (_title, type, properties, message) => {
    await expect((async () => make(type, properties))()).rejects.toThrow(message);
  });

  it('loses the subscriptions of an earlier template, and keeps those of clients', () => {
    const endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:old';
    const old = {
      topicArn: TOPIC,
      protocol: 'lambda',
      endpoint,
      raw: false,
      filterScope: 'MessageBody',
    } as const;
    stack.store.subscriptions.put({ ...old, arn: `${TOPIC}:old` }, true);
    stack.store.subscriptions.put({ ...old, arn: `${TOPIC}:own` }, false);
    stack.templates.removeOthers();
    const left = stack.store.subscriptions.ofTopic(TOPIC).map(({ endpoint: at }) => at);
    expect(left).toEqual(['arn:aws:lambda:us-east-1:000000000000:function:match-event', endpoint]);
    stack.store.subscriptions.remove(`${TOPIC}:own`);
  });
});

describe('the policy of a topic', () => {
  it('lets the service in whose source it names, and no other', async () => {
    expect(() => publish()).toThrow(expect.objectContaining({ code: 'AuthorizationError', status: 403 }));
    await makePolicy(policyOf({ Service: 'gamelift.amazonaws.com' }));
    publish();
    expect(() => publish({ ...GAME, sourceArn: `${SOURCE}2` })).toThrow(
      'is not authorized to perform: SNS:Publish',
    );
    expect(() => publish({ ...GAME, sourceAccount: '111111111111' })).toThrow('not authorized');
    expect(() => publish({ ...GAME, service: 'events.amazonaws.com' })).toThrow(
      'events.amazonaws.com is not',
    );
    expect(() => publish(GAME, 'a\nb')).toThrow('Subject');
    await makePolicy(policyOf({ Service: 'gamelift.amazonaws.com' }, 'sns:Subscribe'));
    expect(() => publish()).toThrow('not authorized');
    const none = () => stack.topics.publishAsService(GAME, `${TOPIC}2`, { message: 'm' });
    expect(none).toThrow(expect.objectContaining({ code: 'NotFound' }));
  });

  it('lets a role publish that has no policy of its own, and keeps out one that it denies', async () => {
    const roleOf = (name: string, ...policies: { Effect: 'Allow'; Action: string[] }[]) => {
      const Statement = policies.map((one) => ({ ...one, Resource: ['*'], Condition: {} }));
      const own = { Version: '2012-10-17' as const, Statement };
      const arn = `arn:aws:iam::000000000000:role/${name}`;
      stack.roles.add({ name, arn, policies: new Map([['own', own]]) });
      const credentials = stack.roles.credentialsFor(name, name);
      const client = new SNSClient({ ...clientSettings(stack.url), credentials, maxAttempts: 1 });
      const send = () =>
        client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' })).finally(() => client.destroy());
      return { arn, send };
    };
    const [named, other, denied] = [
      roleOf('named'),
      roleOf('other'),
      roleOf('denied', { Effect: 'Allow', Action: ['sns:*'] }),
    ];
    const statement = { Action: 'sns:Publish', Resource: TOPIC };
    const Statement = [
      { ...statement, Effect: 'Allow', Principal: { AWS: named.arn } },
      { ...statement, Effect: 'Deny', Principal: { AWS: denied.arn } },
    ];
    await makePolicy({ Version: '2012-10-17', Statement });
    expect(await named.send()).toHaveProperty('MessageId');
    for (const { send } of [other, denied])
      await expect(send()).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  });
});

describe('an accepted message', () => {
  it('is delivered after a restart, once to each function', async () => {
    const waiting = stack.store.deliveries.all();
    expect(waiting.length).toBeGreaterThan(0);
    expect(stack.accepted).toEqual([]);
    await stack.stop();
    stack = await startSns({ path: join(folder, 'topics.db') });
    stack.addFunction('match-event', TOPIC);
    stack.publisher.start();
    await stack.settled();
    const ids = stack.accepted.map(({ payload }) => JSON.parse(payload).Records[0].Sns.MessageId);
    expect(ids.sort()).toEqual(waiting.map(({ message }) => message.id).sort());
    expect(new Set(stack.accepted.map(({ requestId }) => requestId)).size).toBe(ids.length);
  });

  it('is tried 100,015 times over more than 23 days', () => {
    const delays = Array.from({ length: 100_015 }, (_, index) => retryDelay(index + 1) ?? Number.NaN);
    expect(delays.slice(0, 8)).toEqual([0, 0, 0, 1000, 1000, 1000, 1395, 1946]);
    expect(delays.slice(13, 17)).toEqual([14_337, 20_000, 20_000, 20_000]);
    expect(delays.reduce((sum, delay) => sum + delay) / 86_400_000).toBeGreaterThan(23);
    expect(retryDelay(100_016)).toBeUndefined();
  });
});
