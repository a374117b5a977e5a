import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll } from '@jest/globals';
import type { Call } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { PARAMETERS } from './parameters.ts';
import { type SnsStack, startSns } from './sns-stack.fixture.ts';

const TOPIC = { TopicArn: 'arn:aws:sns:us-east-1:000000000000:t' };
const RESOURCE = { ResourceArn: TOPIC.TopicArn };
const SUBSCRIPTION = { SubscriptionArn: `${TOPIC.TopicArn}:s` };
const SETTING = { AttributeName: 'DisplayName', AttributeValue: 'a' };
const MESSAGE = {
  ...{ Message: '{"default":"a"}', Subject: 's', MessageStructure: 'json' },
  MessageAttributes: { a: { DataType: 'String', StringValue: 'b', BinaryValue: 'eA==' } },
};
const Attributes = { DisplayName: 'a' };
const Tags = [{ Key: 'a', Value: 'b' }];

let stack: SnsStack;
beforeAll(async () => {
  stack = await startSns();
  stack.templates.putTopic('t', Attributes);
});
afterAll(() => stack.stop());

/** What the maps of SNS call their keys and values. */
const MAPS: Readonly<Record<string, readonly [key: string, value: string]>> = {
  Attributes: ['key', 'value'],
  MessageAttributes: ['Name', 'Value'],
};

function formOf(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value)) return value.flatMap((item, at) => formOf(item, `${path}.member.${at + 1}`));
  const names = MAPS[path.slice(path.lastIndexOf('.') + 1)];
  return Object.entries(value).flatMap(([name, member], at) => {
    if (names === undefined) return formOf(member, path === '' ? name : `${path}.${name}`);
    const entry = `${path}.entry.${at + 1}`;
    return [[`${entry}.${names[0]}`, name], ...formOf(member, `${entry}.${names[1]}`)];
  });
}

const call: Call = async (Action, input) => {
  const credential = 'Credential=a/20260101/us-east-1/sns/aws4_request';
  const headers = { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0` };
  const body = new URLSearchParams([['Action', Action], ...formOf(input, '')]);
  const response = await fetch(stack.url, { method: 'POST', headers, body });
  return `${response.status} ${await response.text()}`;
};

describeParameters({
  service: 'SNS',
  clients: [{ ...sns }],
  operations: Object.keys(PARAMETERS),
  table: PARAMETERS,
  samples: {
    CreateTopic: { Name: 't', Attributes, Tags },
    DeleteTopic: { TopicArn: `${TOPIC.TopicArn}-2` },
    ListTopics: { NextToken: '0' },
    GetTopicAttributes: TOPIC,
    SetTopicAttributes: { ...TOPIC, ...SETTING },
    Subscribe: { ...TOPIC, Attributes, Protocol: 'sqs', Endpoint: 'x', ReturnSubscriptionArn: true },
    Unsubscribe: SUBSCRIPTION,
    ListSubscriptions: { NextToken: '0' },
    ListSubscriptionsByTopic: { ...TOPIC, NextToken: '0' },
    GetSubscriptionAttributes: SUBSCRIPTION,
    SetSubscriptionAttributes: { ...SUBSCRIPTION, ...SETTING },
    Publish: { ...TOPIC, TargetArn: TOPIC.TopicArn, ...MESSAGE },
    PublishBatch: { ...TOPIC, PublishBatchRequestEntries: [{ Id: 'a', ...MESSAGE }] },
    TagResource: { ...RESOURCE, Tags },
    UntagResource: { ...RESOURCE, TagKeys: ['a'] },
    ListTagsForResource: RESOURCE,
  },
  refusal: '<Code>ValidationError</Code>',
  call,
});
