import { nameInArn } from '../../../arn.ts';
import { isPermitted } from '../../lambda/is-permitted.ts';
import type { LambdaUses } from '../../lambda/lambda-uses.ts';
import { type SendAsService, type ServiceMessage, SendRefusedError } from '../../sqs/send-as-service.ts';
import type { Message, Subscription } from '../topic.ts';
import { lambdaEvent, queueBody } from './notification.ts';

/** Where messages go: functions and queues. */
export type Endpoints = {
  lambda: Pick<LambdaUses, 'accept' | 'permissions'> & { functions: Pick<LambdaUses['functions'], 'get'> };
  sendAsService: SendAsService;
  accountId: string;
};

/** How a delivery ended: a refusal is final, a failure may pass. */
export type Outcome = { kind: 'delivered' } | { kind: 'refused' | 'failed'; reason: string };

const SERVICE = 'sns.amazonaws.com';

/** Tries to deliver once. `requestId` stays the same over all tries, so that a function takes the event once. */
export async function deliver(
  message: Message,
  subscription: Subscription,
  endpoints: Endpoints,
  requestId: string,
  signal: AbortSignal,
): Promise<Outcome> {
  if (subscription.protocol === 'lambda') return invoke(message, subscription, endpoints, requestId);
  const attributes = subscription.raw ? message.attributes : {};
  if (Object.keys(attributes).length > MOST_RAW_ATTRIBUTES)
    return { kind: 'refused', reason: 'a raw message has more than 10 attributes' };
  const sent = { body: queueBody(message, subscription), attributes };
  return send(subscription.topicArn, subscription.endpoint, sent, endpoints, signal);
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
const MOST_RAW_ATTRIBUTES = 10;

function invoke(
  message: Message,
  subscription: Subscription,
  { lambda, accountId }: Endpoints,
  requestId: string,
): Outcome {
  const { endpoint: functionArn, topicArn: sourceArn } = subscription;
  const functionName = nameInArn(functionArn);
  if (lambda.functions.get(functionName) === undefined)
    return { kind: 'refused', reason: `there is no function ${functionName}` };
  if (!isPermitted(lambda.permissions, { service: SERVICE, functionArn, sourceArn }, accountId))
    return { kind: 'refused', reason: `no permission lets SNS invoke ${functionName} for ${sourceArn}` };
  lambda.accept({ functionName, payload: JSON.stringify(lambdaEvent(message, subscription)), requestId });
  return { kind: 'delivered' };
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
  const sent = { body: queueBody(message, subscription), attributes };
  return send(subscription.topicArn, deadLetterArn, sent, endpoints, signal);
}

async function send(
  sourceArn: string,
  queueArn: string,
  message: ServiceMessage,
  { sendAsService, accountId }: Endpoints,
  signal: AbortSignal,
): Promise<Outcome> {
  const sender = { service: SERVICE, sourceArn, sourceAccount: accountId };
  try {
    await sendAsService(sender, queueArn, message, signal);
    return { kind: 'delivered' };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof SendRefusedError ? 'refused' : 'failed', reason };
  }
}
