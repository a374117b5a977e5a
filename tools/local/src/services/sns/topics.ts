import { type Account, arnOf, readArn } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { allowsService, type ServicePrincipal } from '../iam/evaluate-resource.ts';
import type { Clock } from '../../clock.ts';
import { uuidOf } from '../../uuid-of.ts';
import type { Publisher } from './delivery/publisher.ts';
import { invalidParameter, subscriptionNotFound, topicNotFound } from './errors.ts';
import { newMessage } from './message-contents.ts';
import type { SnsStore } from './sns-store.ts';
import { policyOf, type Subscription, type Topic } from './topic.ts';

/** A message that a service of the stack publishes. */
type Publication = { message: string; subject?: string };

/** The topics of the stack, on which every operation works. */
export type Topics = {
  store: SnsStore;
  account: Account;
  clock: Pick<Clock, 'now'>;
  publisher: Pick<Publisher, 'publish'>;
  /**
   * Publishes in the name of a service, which the topic's policy must allow. Throws `ApiError`, such as `NotFound` and
   * `AuthorizationError`.
   */
  publishAsService(sender: ServicePrincipal, topicArn: string, publication: Publication): void;
};

export function createTopics(parts: Omit<Topics, 'publishAsService'>): Topics {
  return {
    ...parts,
    publishAsService: (sender, topicArn, { message, subject: Subject }) => {
      const topic = findTopic(parts, topicArn);
      if (!allowsService(policyOf(topic), sender, { action: 'sns:Publish', resource: topicArn }))
        throw new ApiError(
          'AuthorizationError',
          `${sender.service} is not authorized to perform: SNS:Publish on resource: ${topicArn} because no resource-based policy allows the SNS:Publish action`,
          403,
        );
      parts.publisher.publish(topic, [newMessage({ Message: message, Subject }, parts.clock.now())]);
    },
  };
}

type Stored = Pick<Topics, 'store'>;

/** Throws `NotFound`. */
export function findTopic({ store }: Stored, arn: string): Topic {
  if (!/^arn:[^:]+:sns:[^:]*:\d{12}:[\w-]+(\.fifo)?$/.test(arn)) throw invalidParameter('TopicArn');
  const found = store.topics.find(arn);
  if (found === undefined) throw topicNotFound();
  return found;
}

/** Throws `NotFound`. */
export function findSubscription({ store }: Stored, arn: string): Subscription {
  const found = store.subscriptions.find(arn);
  if (found === undefined) throw subscriptionNotFound();
  return found;
}

/** The ARN of a topic of that name. Throws `InvalidParameter` for what is no name of a standard topic. */
export function topicArn(name: string, account: Account): string {
  if (name.endsWith('.fifo')) throw invalidParameter('the local stack does not support FIFO topics');
  if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
  return arnOf('sns', account, name);
}

/** The same for the same topic and endpoint, so that a template finds its subscription again. */
export function subscriptionArn({ topicArn: topic, protocol, endpoint }: Omit<Subscription, 'arn'>): string {
  return `${topic}:${uuidOf(`${topic} ${protocol} ${endpoint}`)}`;
}

/** Throws `InvalidParameter` for a protocol that the stack does not deliver, and for an endpoint of another kind. */
export function checkEndpoint(protocol: string, endpoint: string): Subscription['protocol'] {
  if (protocol === 'email') {
    if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(endpoint)) throw invalidParameter('Email address');
    return protocol;
  }
  if (protocol !== 'lambda' && protocol !== 'sqs')
    throw invalidParameter(`the local stack does not support the protocol ${JSON.stringify(protocol)}`);
  const { service, resource } = readArn(endpoint);
  const isFunction = service === 'lambda' && /^function:[\w-]+$/.test(resource);
  const isQueue = service === 'sqs' && /^[\w-]+$/.test(resource);
  if (!(protocol === 'lambda' ? isFunction : isQueue)) throw invalidParameter(`${protocol} endpoint ARN`);
  return protocol;
}
