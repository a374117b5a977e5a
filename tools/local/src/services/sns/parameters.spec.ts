import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { membersOf } from '../model-members.fixture.ts';
import { type SnsStack, startSns } from './sns-stack.fixture.ts';

const TOPIC = { TopicArn: 'arn:aws:sns:us-east-1:000000000000:t' };
const RESOURCE = { ResourceArn: TOPIC.TopicArn };
const SUBSCRIPTION = { SubscriptionArn: `${TOPIC.TopicArn}:s` };
const SETTING = { AttributeName: 'DisplayName', AttributeValue: 'a' };
const MESSAGE = {
  ...{ Message: '{"default":"a"}', Subject: 's', MessageStructure: 'json' },
  ...{ 'MessageAttributes.entry.1.Name': 'a', 'MessageAttributes.entry.1.Value.DataType': 'String' },
  'MessageAttributes.entry.1.Value.StringValue': 'b',
};
const ENTRY = Object.fromEntries(
  Object.entries({ Id: 'a', ...MESSAGE }).map(([name, value]) => [
    `PublishBatchRequestEntries.member.1.${name}`,
    value,
  ]),
);
const ATTRIBUTES = { 'Attributes.entry.1.key': 'DisplayName', 'Attributes.entry.1.value': 'a' };
const TAGS = { 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' };
const PAGE = { NextToken: '0' };

/** The parameters of a request with every member that is kept. */
const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateTopic: { Name: 't', ...ATTRIBUTES, ...TAGS },
  DeleteTopic: { TopicArn: `${TOPIC.TopicArn}-2` },
  ListTopics: PAGE,
  GetTopicAttributes: TOPIC,
  SetTopicAttributes: { ...TOPIC, ...SETTING },
  Subscribe: { ...TOPIC, ...ATTRIBUTES, Protocol: 'sqs', Endpoint: 'x', ReturnSubscriptionArn: 'true' },
  Unsubscribe: SUBSCRIPTION,
  ListSubscriptions: PAGE,
  ListSubscriptionsByTopic: { ...TOPIC, ...PAGE },
  GetSubscriptionAttributes: SUBSCRIPTION,
  SetSubscriptionAttributes: { ...SUBSCRIPTION, ...SETTING },
  Publish: { ...TOPIC, TargetArn: TOPIC.TopicArn, ...MESSAGE },
  PublishBatch: { ...TOPIC, ...ENTRY },
  TagResource: { ...RESOURCE, ...TAGS },
  UntagResource: { ...RESOURCE, 'TagKeys.member.1': 'a' },
  ListTagsForResource: RESOURCE,
};
/** What the stack does not do: FIFO topics, phones and archives. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  CreateTopic: ['DataProtectionPolicy'],
  Publish: ['PhoneNumber', 'MessageDeduplicationId', 'MessageGroupId'],
};
const refused = Object.entries(REFUSED).flatMap(([operation, names]) =>
  names.map((name): [string, string] => [operation, name]),
);

let stack: SnsStack;
beforeAll(async () => {
  stack = await startSns();
  stack.templates.putTopic('t', { DisplayName: 'a' });
});
afterAll(() => stack.stop());

async function call(Action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0';
  const body = new URLSearchParams({ Action, ...parameters });
  return (await fetch(stack.url, { method: 'POST', headers: { authorization }, body })).text();
}

const namesOf = (parameters: object, at = 0) =>
  Object.keys(parameters).map((name) => name.split('.')[at] ?? '');

describe('the parameters of SNS', () => {
  it.each(Object.keys(KEPT))('of %s are those of its model, each kept or refused', async (operation) => {
    const kept = KEPT[operation] ?? {};
    const all = new Set([...namesOf(kept), ...(REFUSED[operation] ?? [])]);
    expect([...all].sort()).toEqual(membersOf({ ...sns }, operation));
    expect(await call(operation, kept)).not.toContain('Unrecognized key');
  });

  it.each(refused)('of %s are refused by their name: %s', async (operation, name) => {
    const answer = await call(operation, { ...KEPT[operation], [name]: 'x' });
    expect(answer).toContain(`Unrecognized key: &quot;${name}&quot;`);
  });

  it('of an entry and of an attribute are those of their models', async () => {
    const known = new Set([...namesOf(ENTRY, 3), 'MessageDeduplicationId', 'MessageGroupId']);
    expect([...known].sort()).toEqual(membersOf({ ...sns }, 'PublishBatchRequestEntry'));
    for (const name of ['MessageGroupId', 'MessageAttributes.entry.1.Value.X']) {
      const more = { [`PublishBatchRequestEntries.member.1.${name}`]: 'x' };
      expect(await call('PublishBatch', { ...KEPT['PublishBatch'], ...more })).toContain('Unrecognized key');
    }
    expect(membersOf({ ...sns }, 'MessageAttributeValue')).toEqual([
      'BinaryValue',
      'DataType',
      'StringValue',
    ]);
  });
});
