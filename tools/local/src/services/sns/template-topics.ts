import { subscriptionOf } from './operations/subscriptions.ts';
import { withTopicAttributes } from './operations/topics.ts';
import { findTopic, topicArn, type Topics } from './topics.ts';

/** What templates make of topics, and make again at every start. */
export type TemplateTopics = {
  /** Makes a topic, or brings it to what the template says; answers its ARN. */
  putTopic(name: string, attributes: Readonly<Record<string, string>>): string;
  /** Makes a subscription, or brings it to these attributes; answers its ARN. Throws for a topic that is not there. */
  subscribe(subscription: Parameters<typeof subscriptionOf>[0]): string;
  putPolicy(topicArn: string, policy: string): void;
  /** Ends the subscriptions of earlier templates. */
  removeOthers(): void;
};

export function createTemplateTopics(topics: Topics): TemplateTopics {
  const { store, account } = topics;
  const named = new Set<string>();
  return {
    putTopic: (name, attributes) => {
      const arn = topicArn(name, account);
      const tags = store.topics.find(arn)?.tags ?? {};
      // A policy of an earlier template goes; one of this template follows.
      store.topics.put(withTopicAttributes({ arn, displayName: '', tags }, attributes));
      return arn;
    },
    subscribe: (given) => {
      findTopic(topics, given.TopicArn);
      const subscription = subscriptionOf(given);
      store.subscriptions.put(subscription, true);
      named.add(subscription.arn);
      return subscription.arn;
    },
    putPolicy: (arn, policy) =>
      store.topics.put(withTopicAttributes(findTopic(topics, arn), { Policy: policy })),
    removeOthers: () => {
      for (const { arn } of store.subscriptions.ofTemplates())
        if (!named.has(arn)) store.subscriptions.remove(arn);
    },
  };
}
