import * as z from 'zod';
import { nameInArn } from '../../../arn.ts';
import type { Clock } from '../../../clock.ts';
import { createDeliveries, type Deliveries } from '../../../deliveries/create-deliveries.ts';
import type { Endpoints } from '../../../deliveries/endpoints.ts';
import type { MetricStore } from '../../metrics/metric-store.ts';
import type { Delivery, SnsStore } from '../sns-store.ts';
import { isPending, type Message, type Subscription, type Topic } from '../topic.ts';
import { bury, deliver } from './deliver.ts';
import { filterOf } from './filter-policy.ts';
import { textOf } from './notification.ts';

/** What brings messages from topics to their subscribers. */
export type Publisher = Omit<Deliveries<Delivery>, 'begin'> & {
  /** Keeps the messages for every subscription that they are for before it returns, and delivers them. */
  publish(topic: Topic, messages: readonly Message[]): void;
};

export function createPublisher(options: {
  store: SnsStore;
  clock: Clock;
  endpoints: Endpoints;
  onNotice(text: string): void;
  metrics?: Pick<MetricStore, 'add'>;
}): Publisher {
  const { store, clock, endpoints, onNotice } = options;
  const { deliveries: rows, subscriptions } = store;
  const count = (topicArn: string, name: string, value = 1) => {
    const dimensions = { TopicName: nameInArn(topicArn) };
    options.metrics?.add({ namespace: 'AWS/SNS', name, dimensions, value, unit: 'Count' });
  };
  const deliveries = createDeliveries<Delivery>({
    rows,
    clock,
    attempt: async ({ message, subscriptionArn }, signal) => {
      const subscription = subscriptions.find(subscriptionArn);
      if (subscription === undefined) return undefined;
      const outcome = await deliver(message, subscription, endpoints, signal);
      if (outcome.kind === 'delivered') count(subscription.topicArn, 'NumberOfNotificationsDelivered');
      return outcome;
    },
    retryDelay: ({ attempts }) => retryDelay(attempts),
    bury: ({ message, subscriptionArn }, reason, signal) => {
      const subscription = subscriptions.find(subscriptionArn);
      if (subscription !== undefined) count(subscription.topicArn, 'NumberOfNotificationsFailed');
      const deadLetterArn = deadLetterArnOf(subscription?.redrivePolicy);
      if (subscription === undefined || deadLetterArn === undefined) return undefined;
      return bury(message, subscription, { deadLetterArn, reason }, endpoints, signal);
    },
    onLost: ({ message, subscriptionArn }, reason) =>
      onNotice(`sns: ${subscriptionArn} did not take message ${message.id}: ${reason}`),
  });
  return {
    ...deliveries,
    publish: ({ arn }, messages) => {
      count(arn, 'NumberOfMessagesPublished', messages.length);
      const subscribers = subscriptions.ofTopic(arn).map((subscription) => {
        const isFor = filterOf(subscription.filterPolicy, subscription.filterScope);
        return { subscription, isFor: (one: Message) => isFor(one, textOf(one, subscription)) };
      });
      const confirmed = subscribers.filter(({ subscription }) => !isPending(subscription));
      for (const { subscription, isFor } of subscribers.filter((each) => !confirmed.includes(each)))
        for (const message of messages.filter(isFor)) onNotice(mailOf(message, subscription));
      const added = store.transaction(() =>
        messages.flatMap((message) =>
          confirmed
            .filter(({ isFor }) => isFor(message))
            .map(({ subscription }) => rows.add(subscription.arn, message, clock.now())),
        ),
      );
      deliveries.begin(added);
    },
  };
}

/** One line in place of a mail: its subject, or how its text begins. */
function mailOf(message: Message, subscription: Subscription): string {
  const text = message.subject ?? textOf(message, subscription);
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, MOST_OF_A_MAIL);
  return `sns: no mail is sent to ${subscription.endpoint}: ${line}`;
}

const MOST_OF_A_MAIL = 200;

export const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string().regex(/^arn:[^:]+:sqs:[^:]*:\d{12}:[^:]+$/),
});

function deadLetterArnOf(policy: string | undefined): string | undefined {
  return policy === undefined ? undefined : redrivePolicy.parse(JSON.parse(policy)).deadLetterTargetArn;
}

/** Retries in a row, and the wait before each in milliseconds. */
const PHASES: readonly { retries: number; delayMs(index: number): number }[] = [
  { retries: 3, delayMs: () => 0 },
  { retries: 2, delayMs: () => 1_000 },
  { retries: 10, delayMs: (index) => Math.round(1_000 * 20 ** (index / 9)) },
  { retries: 100_000, delayMs: () => 20_000 },
];

/**
 * Milliseconds between one failed attempt and the next, after so many of them; undefined when there are no further ones.
 * SNS keeps at a queue or a function for 100,015 attempts; where it spreads them at random, the stack does not.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function retryDelay(attempts: number): number | undefined {
  let index = attempts - 1;
  for (const { retries, delayMs } of PHASES) {
    if (index < retries) return delayMs(index);
    index -= retries;
  }
  return undefined;
}
