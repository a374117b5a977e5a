import { QueueError } from '../../queue-error.ts';
import type { Message, MessageAttribute, ReceivedMessage } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';
import type { EngineContext } from './queue-operation.ts';
import { receiptHandle } from './receipt-handle.ts';

const SYSTEM: Readonly<
  Record<string, (message: Message, context: EngineContext) => string | number | undefined>
> = {
  SenderId: (_message, context) => context.accountId,
  SentTimestamp: (message) => message.sentTimestamp,
  ApproximateReceiveCount: (message) => message.approximateReceiveCount,
  ApproximateFirstReceiveTimestamp: (message) => message.approximateFirstReceiveTimestamp,
  MessageGroupId: (message) => message.messageGroupId,
  MessageDeduplicationId: (message) => message.messageDeduplicationId,
  SequenceNumber: (message) => message.sequenceNumber,
  DeadLetterQueueSourceArn: (message) => message.deadLetterSource,
  AWSTraceHeader: (message) => message.traceHeader,
};

/** The system attributes asked for, `All` spelled out. Throws `InvalidAttributeName` for one that SQS does not know. */
export function knownSystemAttributes(names: readonly string[]): string[] {
  if (names.includes('All')) return Object.keys(SYSTEM);
  const unknown = names.find((name) => !Object.hasOwn(SYSTEM, name));
  if (unknown === undefined) return [...names];
  throw new QueueError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
}

/** A received message as SQS answers it: only the attributes asked for, and the digest of just those. */
export function viewMessage(
  context: EngineContext,
  queue: EngineQueue,
  received: ReceivedMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): object {
  const { MessageId, ReceiptHandle, MD5OfBody, Body } = received;
  const message = queue.inflightMessages.get(ReceiptHandle)?.message;
  const system = message === undefined ? {} : systemAttributes(message, context, systemNames);
  const attributes = selected(received.MessageAttributes ?? {}, attributeNames);
  return {
    ...{ MessageId, ReceiptHandle: receiptHandle(queue, MessageId, ReceiptHandle), MD5OfBody, Body },
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MD5OfMessageAttributes: context.md5OfMessageAttributes(attributes),
      MessageAttributes: attributes,
    }),
  };
}

/** The system attributes of that name that a message has. */
export function systemAttributes(
  message: Message,
  context: EngineContext,
  names: readonly string[],
): Record<string, string> {
  const values = names.map((name) => [name, SYSTEM[name]?.(message, context)] as const);
  return Object.fromEntries(
    values.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  );
}

function selected(
  attributes: Readonly<Record<string, MessageAttribute>>,
  names: readonly string[],
): Record<string, MessageAttribute> {
  const wanted = (name: string) =>
    names.some(
      (asked) =>
        asked === 'All' || asked === name || (asked.endsWith('.*') && name.startsWith(asked.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}
