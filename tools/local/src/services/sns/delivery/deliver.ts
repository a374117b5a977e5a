import type { Endpoints, Outcome } from '../../../deliveries/endpoints.ts';
import { uuidOf } from '../../../uuid-of.ts';
import type { Message, Subscription } from '../topic.ts';
import { lambdaEvent, queueBody } from './notification.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
const MOST_RAW_ATTRIBUTES = 10;

/** Tries once to deliver a message to a subscription. */
export async function deliver(
  message: Message,
  subscription: Subscription,
  endpoints: Endpoints,
  signal: AbortSignal,
): Promise<Outcome> {
  const { protocol, topicArn, endpoint } = subscription;
  if (protocol === 'email') return { kind: 'refused', reason: 'the stack sends no mail' };
  if (protocol === 'lambda') {
    const payload = JSON.stringify(lambdaEvent(message, subscription));
    // The same for every try, and another for every subscriber.
    const requestId = uuidOf(`${subscription.arn} ${message.id}`);
    return endpoints.invoke(topicArn, endpoint, { payload, requestId, trace: message.trace });
  }
  const attributes = subscription.raw ? message.attributes : {};
  if (Object.keys(attributes).length > MOST_RAW_ATTRIBUTES)
    return { kind: 'refused', reason: 'a raw message has more than 10 attributes' };
  const sent = { body: queueBody(message, subscription), attributes, trace: message.trace };
  return endpoints.send(topicArn, endpoint, sent, signal);
}

/** Sends a message that was given up to the dead-letter queue, with the error beside it. */
export function bury(
  message: Message,
  subscription: Subscription,
  { deadLetterArn, reason }: { deadLetterArn: string; reason: string },
  endpoints: Endpoints,
  signal: AbortSignal,
): Promise<Outcome> {
  const attributes = {
    RequestID: { type: 'String', value: message.id },
    ErrorCode: { type: 'String', value: 'DeliveryFailed' },
    ErrorMessage: { type: 'String', value: reason.slice(0, 1024) },
  };
  const sent = { body: queueBody(message, subscription), attributes, trace: message.trace };
  return endpoints.send(subscription.topicArn, deadLetterArn, sent, signal);
}
