import { createHash } from 'node:crypto';
import { readArn } from '../../../arn.ts';
import type { Message, Subscription } from '../topic.ts';

/**
 * What a function receives: one record.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function lambdaEvent(message: Message, subscription: Subscription): object {
  const { arn: EventSubscriptionArn } = subscription;
  const {
    SigningCertURL,
    UnsubscribeURL,
    MessageAttributes = {},
    ...fields
  } = fieldsOf(message, subscription);
  const Sns = {
    ...{ ...fields, Subject: message.subject ?? null },
    ...{ SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL, MessageAttributes },
  };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns }] };
}

/**
 * The body of a message of a queue: the notification as JSON, or just its text.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function queueBody(message: Message, subscription: Subscription): string {
  return subscription.raw ? textOf(message, subscription) : JSON.stringify(fieldsOf(message, subscription));
}

function fieldsOf(message: Message, subscription: Subscription) {
  const { id: MessageId, subject, attributes, publishedAt } = message;
  const { topicArn: TopicArn, arn } = subscription;
  const { region } = readArn(TopicArn);
  const server = `https://sns.${region}.amazonaws.com`;
  const named = Object.entries(attributes).map(([name, { type: Type, value: Value }]) => [
    name,
    { Type, Value },
  ]);
  return {
    Type: 'Notification',
    MessageId,
    TopicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: textOf(message, subscription),
    Timestamp: new Date(publishedAt).toISOString(),
    SignatureVersion: '1',
    Signature: signatureOf(MessageId),
    SigningCertURL: `${server}/SimpleNotificationService-0000000000000000000000000000000000.pem`,
    UnsubscribeURL: `${server}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
    ...(named.length > 0 && { MessageAttributes: Object.fromEntries(named) as Record<string, object> }),
  };
}

/** The text of a message for the protocol of a subscription. */
export function textOf({ text, texts }: Message, { protocol }: Subscription): string {
  return texts[protocol] ?? text;
}

/** In the form of a signature; only AWS could make one that its certificate proves. */
function signatureOf(id: string): string {
  return createHash('sha512').update(id).digest('base64');
}
