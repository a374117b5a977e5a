import * as z from 'zod';
import { queryOperation } from '../../../gateway/query-service.ts';
import { invalidParameter } from '../errors.ts';
import { isPending, type Subscription, subscription } from '../topic.ts';
import { checkEndpoint, findSubscription, findTopic, subscriptionArn, type Topics } from '../topics.ts';
import { page } from './lists.ts';
import { subscriptionAttributes, withSubscriptionAttributes } from './subscription-attributes.ts';

const onSubscription = z.strictObject({ SubscriptionArn: z.string() });

const newSubscription = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string().default(''),
  Attributes: z.record(z.string(), z.string()).default({}),
  ReturnSubscriptionArn: z.enum(['true', 'false']).optional(),
});
type NewSubscription = z.infer<typeof newSubscription>;

/** What a request subscribes. Throws `InvalidParameter`. */
export function subscriptionOf({ TopicArn, Protocol, Endpoint, Attributes }: NewSubscription): Subscription {
  const place = { topicArn: TopicArn, protocol: checkEndpoint(Protocol, Endpoint), endpoint: Endpoint };
  const plain = subscription.parse({ ...place, arn: '' });
  return withSubscriptionAttributes({ ...plain, arn: subscriptionArn(plain) }, Attributes);
}

const subscribe = queryOperation(newSubscription, (topics: Topics, input) => {
  findTopic(topics, input.TopicArn);
  const wanted = subscriptionOf(input);
  const present = topics.store.subscriptions.find(wanted.arn);
  if (present !== undefined && Object.keys(input.Attributes).length > 0) checkSame(present, wanted);
  if (present === undefined) topics.store.subscriptions.put(wanted, false);
  const isTold = input.ReturnSubscriptionArn === 'true' || !isPending(wanted);
  return { SubscriptionArn: isTold ? wanted.arn : 'pending confirmation' };
});

function checkSame(present: Subscription, wanted: Subscription): void {
  const same = ['raw', 'filterPolicy', 'filterScope', 'redrivePolicy'] as const;
  if (same.every((name) => present[name] === wanted[name])) return;
  throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
}

const listing = z.strictObject({ NextToken: z.string().optional() });

function listed({ account }: Topics, all: readonly Subscription[], token: string | undefined) {
  const { items, ...next } = page(all, token);
  const Subscriptions = items.map(({ arn, topicArn, protocol, endpoint }) => ({
    SubscriptionArn: isPending({ protocol }) ? 'PendingConfirmation' : arn,
    ...{ Owner: account.accountId, Protocol: protocol },
    ...{ Endpoint: endpoint, TopicArn: topicArn },
  }));
  return { Subscriptions, ...next };
}

const setting = onSubscription.extend({ AttributeName: z.string(), AttributeValue: z.string().default('') });

/** Who is told of what is published. */
export const SUBSCRIPTION_OPERATIONS = {
  Subscribe: subscribe,
  Unsubscribe: queryOperation(onSubscription, ({ store }: Topics, { SubscriptionArn }) => {
    store.subscriptions.remove(SubscriptionArn);
    return undefined;
  }),
  ListSubscriptions: queryOperation(listing, (topics: Topics, { NextToken }) =>
    listed(topics, topics.store.subscriptions.all(), NextToken),
  ),
  ListSubscriptionsByTopic: queryOperation(
    listing.extend({ TopicArn: z.string() }),
    (topics: Topics, { TopicArn, NextToken }) => {
      findTopic(topics, TopicArn);
      return listed(topics, topics.store.subscriptions.ofTopic(TopicArn), NextToken);
    },
  ),
  GetSubscriptionAttributes: queryOperation(onSubscription, (topics: Topics, { SubscriptionArn }) => ({
    Attributes: subscriptionAttributes(findSubscription(topics, SubscriptionArn), topics.account.accountId),
  })),
  SetSubscriptionAttributes: queryOperation(setting, (topics: Topics, input) => {
    const { SubscriptionArn, AttributeName: name, AttributeValue: value } = input;
    const found = findSubscription(topics, SubscriptionArn);
    topics.store.subscriptions.put(withSubscriptionAttributes(found, { [name]: value }), false);
    return undefined;
  }),
};
