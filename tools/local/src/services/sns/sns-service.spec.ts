import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SnsStack, startSns } from './sns-stack.fixture.ts';

const ARN = 'arn:aws:sns:us-east-1:000000000000:';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';

let stack: SnsStack;
beforeAll(async () => void (stack = await startSns()));
afterAll(() => stack.stop());

const create = (Name: string, more: Partial<sns.CreateTopicCommandInput> = {}) =>
  stack.client.send(new sns.CreateTopicCommand({ Name, ...more }));
const subscribe = (more: Partial<sns.SubscribeCommandInput>) =>
  stack.client.send(
    new sns.SubscribeCommand({ TopicArn: `${ARN}t`, Protocol: 'sqs', Endpoint: QUEUE, ...more }),
  );
const refusal = (message: string, name = 'InvalidParameterException') => ({
  name,
  message: expect.stringContaining(message),
});

describe('a topic', () => {
  it('is made once, listed, described, changed and deleted', async () => {
    const made = await create('mine', {
      Attributes: { DisplayName: '이름' },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(made.TopicArn).toBe(`${ARN}mine`);
    expect((await create('mine')).TopicArn).toBe(made.TopicArn);
    const TopicArn = made.TopicArn ?? '';
    const read = async () =>
      (await stack.client.send(new sns.GetTopicAttributesCommand({ TopicArn }))).Attributes;
    expect(await read()).toEqual({
      ...{
        TopicArn,
        Owner: '000000000000',
        DisplayName: '이름',
        Policy: expect.stringContaining('SourceOwner'),
      },
      ...{ SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '0' },
    });
    const change = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'a < b & "c"' };
    await stack.client.send(new sns.SetTopicAttributesCommand(change));
    expect(await read()).toMatchObject({ DisplayName: 'a < b & "c"' });
    expect((await stack.client.send(new sns.ListTopicsCommand())).Topics).toEqual([{ TopicArn }]);
    for (let times = 2; times > 0; times -= 1)
      await stack.client.send(new sns.DeleteTopicCommand({ TopicArn }));
    await expect(read()).rejects.toMatchObject(refusal('Topic does not exist', 'NotFoundException'));
  });

  it.each<[string, Partial<sns.CreateTopicCommandInput>, string]>([
    ['a name of other characters', { Name: 'a b' }, 'Topic Name'],
    ['a name of 257 characters', { Name: 'a'.repeat(257) }, 'Topic Name'],
    [
      'the name of a FIFO topic',
      { Name: 'a.fifo', Attributes: { FifoTopic: 'true' } },
      'does not support FIFO topics',
    ],
    [
      'a key',
      { Attributes: { KmsMasterKeyId: 'k' } },
      'does not support the topic attribute "KmsMasterKeyId"',
    ],
    ['a policy that is none', { Attributes: { Policy: '{}' } }, 'Policy: '],
    ['a policy that is no JSON', { Attributes: { Policy: '{' } }, 'Policy: it is no JSON'],
    ['other attributes than it has', { Name: 't', Attributes: { DisplayName: 'b' } }, 'different attributes'],
    ['other tags than it has', { Name: 't', Tags: [{ Key: 'a', Value: 'c' }] }, 'different tags'],
  ])('is refused with %s', async (_title, input, message) => {
    await create('t', {});
    await expect(create(input.Name ?? 'u', input)).rejects.toMatchObject(refusal(message));
  });

  it('has tags', async () => {
    const { TopicArn: ResourceArn } = await create('tagged', { Tags: [{ Key: 'a', Value: '1' }] });
    const Tags = [{ Key: '한', Value: '2' }];
    await stack.client.send(new sns.TagResourceCommand({ ResourceArn, Tags }));
    await stack.client.send(new sns.UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'b'] }));
    const listed = await stack.client.send(new sns.ListTagsForResourceCommand({ ResourceArn }));
    expect(listed.Tags).toEqual(Tags);
    const unknown = stack.client.send(new sns.ListTagsForResourceCommand({ ResourceArn: `${ARN}none` }));
    await expect(unknown).rejects.toMatchObject(refusal('does not exist', 'ResourceNotFoundException'));
  });

  it('lists by hundreds', async () => {
    for (let index = 0; index < 101; index += 1) stack.templates.putTopic(`many-${index}`, {});
    const first = await stack.client.send(new sns.ListTopicsCommand());
    const second = await stack.client.send(new sns.ListTopicsCommand({ NextToken: first.NextToken }));
    const all = [...(first.Topics ?? []), ...(second.Topics ?? [])].map(({ TopicArn }) => TopicArn);
    expect([first.Topics?.length, second.NextToken, all]).toEqual([100, undefined, [...new Set(all)].sort()]);
    expect(all.length).toBe(stack.store.topics.all().length);
    const odd = stack.client.send(new sns.ListTopicsCommand({ NextToken: 'x' }));
    await expect(odd).rejects.toMatchObject(refusal('NextToken'));
  });
});

describe('a subscription', () => {
  it('is made once, listed, described, changed and ended', async () => {
    const { TopicArn = '' } = await create('told');
    const Attributes = {
      RawMessageDelivery: 'true',
      FilterPolicy: '{"a":["b"]}',
      FilterPolicyScope: 'MessageBody',
    };
    const { SubscriptionArn = '' } = await subscribe({ TopicArn, Attributes });
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    expect((await subscribe({ TopicArn, ReturnSubscriptionArn: true })).SubscriptionArn).toBe(
      SubscriptionArn,
    );
    const other = subscribe({ TopicArn, Attributes: { RawMessageDelivery: 'false' } });
    await expect(other).rejects.toMatchObject(refusal('already exists with different attributes'));
    const place = { SubscriptionArn, Owner: '000000000000', Protocol: 'sqs', Endpoint: QUEUE, TopicArn };
    const ofTopic = await stack.client.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
    const all = await stack.client.send(new sns.ListSubscriptionsCommand());
    expect([ofTopic.Subscriptions, all.Subscriptions]).toEqual([[place], [place]]);
    const read = async () =>
      (await stack.client.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
    expect(await read()).toEqual({
      ...{ ...place, ...Attributes, ConfirmationWasAuthenticated: 'true', PendingConfirmation: 'false' },
    });
    const set = (AttributeName: string, AttributeValue: string) =>
      stack.client.send(
        new sns.SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }),
      );
    await set('FilterPolicy', '{}');
    const deadLetterTargetArn = `${QUEUE}-dead`;
    await set('RedrivePolicy', JSON.stringify({ deadLetterTargetArn }));
    expect(await read()).not.toHaveProperty('FilterPolicy');
    expect(await read()).toMatchObject({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) });
    for (let times = 2; times > 0; times -= 1)
      await stack.client.send(new sns.UnsubscribeCommand({ SubscriptionArn }));
    await expect(read()).rejects.toMatchObject(refusal('Subscription does not exist', 'NotFoundException'));
  });

  it('of an address waits for a confirmation, which its owner gives by a mail that is not sent', async () => {
    const { TopicArn = '' } = await create('mailed');
    const mail = { TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' };
    expect((await subscribe(mail)).SubscriptionArn).toBe('pending confirmation');
    const { SubscriptionArn } = await subscribe({ ...mail, ReturnSubscriptionArn: true });
    expect(SubscriptionArn).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    const { Subscriptions } = await stack.client.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toEqual([expect.objectContaining({ SubscriptionArn: 'PendingConfirmation' })]);
    const ofSubscription = new sns.GetSubscriptionAttributesCommand({ SubscriptionArn });
    expect((await stack.client.send(ofSubscription)).Attributes).toMatchObject({
      ...{ PendingConfirmation: 'true', ConfirmationWasAuthenticated: 'false' },
    });
    const { Attributes } = await stack.client.send(new sns.GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
  });

  it.each<[string, Partial<sns.SubscribeCommandInput>, string]>([
    ['mail to what is no address', { Protocol: 'email', Endpoint: 'a b@c' }, 'Email address'],
    ['mail as JSON', { Protocol: 'email-json', Endpoint: 'a@b.c' }, 'support the protocol "email-json"'],
    ['a web server', { Protocol: 'https', Endpoint: 'https://a' }, 'does not support the protocol "https"'],
    ['a phone', { Protocol: 'sms', Endpoint: '+1' }, 'does not support the protocol "sms"'],
    ['a queue as a function', { Protocol: 'lambda' }, 'lambda endpoint ARN'],
    ['a function as a queue', { Endpoint: FUNCTION }, 'sqs endpoint ARN'],
    ['a FIFO queue', { Endpoint: `${QUEUE}.fifo` }, 'sqs endpoint ARN'],
    ['raw messages for a function', ofFunction({ RawMessageDelivery: 'true' }), 'does not support raw'],
    ['an odd truth', { Attributes: { RawMessageDelivery: 'yes' } }, 'RawMessageDelivery'],
    ['an odd scope', { Attributes: { FilterPolicyScope: 'Message' } }, 'FilterPolicyScope'],
    ['a policy that is no JSON', filter('{'), 'FilterPolicy: failed to parse JSON'],
    ['a policy that is a list', filter('[]'), 'FilterPolicy: failed to parse JSON'],
    ['a rule that is unknown', filter('{"a":[{"wildcard":"b*"}]}'), 'operator "wildcard" is not supported'],
    ['levels in a policy of attributes', filter('{"a":{"b":["c"]}}'), 'have no levels'],
    ['six keys', filter(JSON.stringify(keys(6, 1))), 'more than 5 keys'],
    ['151 combinations', filter(JSON.stringify({ a: Array(151).fill('b') })), 'too complex'],
    ['a number over a billion', filter('{"a":[{"numeric":["<",1000000001]}]}'), 'FilterPolicy: '],
    ['a dead-letter queue that is none', redrive('{"deadLetterTargetArn":"x"}'), 'RedrivePolicy'],
    [
      'another redrive policy',
      redrive(`{"deadLetterTargetArn":"${QUEUE}","maxReceiveCount":1}`),
      'RedrivePolicy',
    ],
    [
      'a delivery policy',
      { Attributes: { DeliveryPolicy: '{}' } },
      'subscription attribute "DeliveryPolicy"',
    ],
  ])('is refused with %s', async (_title, input, message) => {
    await create('t');
    await expect(subscribe(input)).rejects.toMatchObject(refusal(message));
  });

  it('needs its topic', async () => {
    await expect(subscribe({ TopicArn: `${ARN}none` })).rejects.toMatchObject(
      refusal('Topic does not exist', 'NotFoundException'),
    );
  });
});

function ofFunction(Attributes: Record<string, string>) {
  return { Protocol: 'lambda', Endpoint: FUNCTION, Attributes };
}
function filter(FilterPolicy: string) {
  return { Attributes: { FilterPolicy } };
}
function redrive(RedrivePolicy: string) {
  return { Attributes: { RedrivePolicy } };
}
function keys(count: number, rules: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`k${index}`, Array(rules).fill('a')]),
  );
}
