import * as z from 'zod';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { type QueryApi, queryService } from '../../gateway/query-service.ts';
import type { Access, Service } from '../../gateway/service.ts';
import { PUBLISH_OPERATIONS } from './operations/publish.ts';
import { SUBSCRIPTION_OPERATIONS } from './operations/subscriptions.ts';
import { TAG_OPERATIONS } from './operations/tags.ts';
import { TOPIC_OPERATIONS } from './operations/topics.ts';
import { PARAMETERS } from './parameters.ts';
import { policyOf } from './topic.ts';
import type { Topics } from './topics.ts';
import { arnOf } from '../../arn.ts';

const API: QueryApi = {
  name: 'sns',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  refusals: {
    denied: { status: 403, code: 'AuthorizationError' },
    throttled: { status: 429, code: 'Throttled', message: 'Rate exceeded' },
    failed: { status: 500, code: 'InternalError', message: 'Internal Error' },
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_Operations.html */
export function snsService(topics: Topics): Service {
  return queryService(API, {
    context: topics,
    operations: {
      ...TOPIC_OPERATIONS,
      ...SUBSCRIPTION_OPERATIONS,
      ...PUBLISH_OPERATIONS,
      ...TAG_OPERATIONS,
    },
    access: ACCESS,
    parameters: PARAMETERS,
  });
}

/** Text of a member; a value of another type names nothing, and the operation itself refuses it. */
const text = z.string().optional().catch(undefined);
const members = z.object({ TopicArn: text, TargetArn: text, ResourceArn: text, Name: text });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
const ACCESS: AccessRules<Topics> = {
  CreateTopic: accessRule(members, (topics: Topics, { Name }) => [
    need('CreateTopic', topics, Name && arnOf('sns', topics.account, Name)),
  ]),
  DeleteTopic: onTopic('DeleteTopic'),
  ListTopics: onAll('ListTopics'),
  GetTopicAttributes: onTopic('GetTopicAttributes'),
  SetTopicAttributes: onTopic('SetTopicAttributes'),
  Subscribe: onTopic('Subscribe'),
  Unsubscribe: onAll('Unsubscribe'),
  ListSubscriptions: onAll('ListSubscriptions'),
  ListSubscriptionsByTopic: onTopic('ListSubscriptionsByTopic'),
  GetSubscriptionAttributes: onAll('GetSubscriptionAttributes'),
  SetSubscriptionAttributes: onAll('SetSubscriptionAttributes'),
  Publish: accessRule(members, (topics: Topics, { TopicArn, TargetArn }) =>
    [...new Set([TopicArn ?? TargetArn, TargetArn ?? TopicArn])].map((arn) => need('Publish', topics, arn)),
  ),
  PublishBatch: onTopic('Publish'),
  TagResource: onResource('TagResource'),
  UntagResource: onResource('UntagResource'),
  ListTagsForResource: onResource('ListTagsForResource'),
};

/** The topic's own policy may allow what the caller's does not. */
function need(name: string, { store }: Topics, arn: string | undefined): Access {
  const topic = arn === undefined ? undefined : store.topics.find(arn);
  const policy = topic && policyOf(topic);
  return { action: `sns:${name}`, resource: arn ?? '*', ...(policy && { policy }) };
}

function onTopic(name: string) {
  return accessRule(members, (topics: Topics, { TopicArn }) => [need(name, topics, TopicArn)]);
}

function onResource(name: string) {
  return accessRule(members, (topics: Topics, { ResourceArn }) => [need(name, topics, ResourceArn)]);
}

function onAll(name: string) {
  return () => [{ action: `sns:${name}`, resource: '*' }];
}
