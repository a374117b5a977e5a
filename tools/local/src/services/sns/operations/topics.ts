import * as z from 'zod';
import { queryOperation } from '../../../gateway/query-service.ts';
import { resourcePolicy } from '../../iam/policy-document.ts';
import { invalidParameter } from '../errors.ts';
import { defaultPolicy, isPending, type Topic } from '../topic.ts';
import { findTopic, topicArn, type Topics } from '../topics.ts';
import { page } from './lists.ts';
import { tagList, tagsOf } from './tags.ts';

const texts = z.record(z.string(), z.string());
const onTopic = z.strictObject({ TopicArn: z.string() });

const newTopic = z.strictObject({
  Name: z.string(),
  Attributes: texts.optional(),
  Tags: tagList.optional(),
});

const createTopic = queryOperation(newTopic, (topics: Topics, { Name, Attributes = {}, Tags = [] }) => {
  const arn = topicArn(Name, topics.account);
  const wanted = withTopicAttributes({ arn, displayName: '', tags: tagsOf(Tags) }, Attributes);
  const present = topics.store.topics.find(arn);
  if (present === undefined) topics.store.topics.put(wanted);
  else
    checkSame(present, withTopicAttributes(present, Attributes), Tags.length > 0 ? wanted.tags : undefined);
  return { TopicArn: arn };
});

function checkSame(present: Topic, wanted: Topic, tags: Topic['tags'] | undefined): void {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const because = 'Reason: Topic already exists with different';
  if (!same(present, wanted)) throw invalidParameter(`Attributes ${because} attributes`);
  if (tags !== undefined && !same(present.tags, tags)) throw invalidParameter(`Tags ${because} tags`);
}

/** A topic with attributes of a request. Throws `InvalidParameter` for what the stack does not keep. */
export function withTopicAttributes(topic: Topic, attributes: Readonly<Record<string, string>>): Topic {
  return Object.entries(attributes).reduce((changed, [name, value]) => {
    if (name === 'DisplayName') return { ...changed, displayName: displayName(value) };
    if (name === 'Policy') return { ...changed, policy: policyText(value) };
    throw invalidParameter(`the local stack does not support the topic attribute ${JSON.stringify(name)}`);
  }, topic);
}

function displayName(value: string): string {
  if (value.length > 100 || /\p{Cc}/u.test(value)) throw invalidParameter('DisplayName');
  return value;
}

function policyText(value: string): string {
  try {
    const problem = resourcePolicy.safeParse(JSON.parse(value)).error;
    if (problem === undefined) return value;
    throw invalidParameter(`Policy: ${z.prettifyError(problem)}`);
  } catch (error) {
    throw error instanceof SyntaxError ? invalidParameter('Policy: it is no JSON') : error;
  }
}

const getTopicAttributes = queryOperation(onTopic, (topics: Topics, { TopicArn }) => {
  const topic = findTopic(topics, TopicArn);
  const { accountId } = topics.account;
  const subscriptions = topics.store.subscriptions.ofTopic(TopicArn);
  const pending = subscriptions.filter(isPending).length;
  const attributes = {
    TopicArn,
    Owner: accountId,
    Policy: topic.policy ?? JSON.stringify(defaultPolicy(TopicArn, accountId)),
    DisplayName: topic.displayName,
    SubscriptionsConfirmed: subscriptions.length - pending,
    SubscriptionsPending: pending,
    SubscriptionsDeleted: 0,
  };
  return { Attributes: new Map(Object.entries(attributes)) };
});

const setting = onTopic.extend({ AttributeName: z.string(), AttributeValue: z.string().default('') });
const listing = z.strictObject({ NextToken: z.string().optional() });

/** Everything about topics but what is sent to them. */
export const TOPIC_OPERATIONS = {
  CreateTopic: createTopic,
  DeleteTopic: queryOperation(onTopic, ({ store }: Topics, { TopicArn }) => {
    store.topics.remove(TopicArn);
    return undefined;
  }),
  ListTopics: queryOperation(listing, ({ store }: Topics, { NextToken: token }) => {
    const { items, ...next } = page(store.topics.all(), token);
    return { Topics: items.map(({ arn: TopicArn }) => ({ TopicArn })), ...next };
  }),
  GetTopicAttributes: getTopicAttributes,
  SetTopicAttributes: queryOperation(setting, (topics: Topics, input) => {
    const { TopicArn, AttributeName: name, AttributeValue: value } = input;
    topics.store.topics.put(withTopicAttributes(findTopic(topics, TopicArn), { [name]: value }));
    return undefined;
  }),
};
