import * as z from 'zod';
import type { Message, MessageAttribute } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { knownSystemAttributes, systemAttributes } from './message-view.ts';
import { type EngineContext, existing, queueOperation, text, whole } from './queue-operation.ts';

const peekWish = z.strictObject({
  QueueName: text,
  /** Text in the body or the id. */
  Text: z.string().optional(),
  /** That message alone, with all of it. */
  MessageId: z.string().optional(),
  MaxResults: whole(1, 10_000),
});

export type PeekWish = z.input<typeof peekWish>;

/** A message as it lies in its queue; times are milliseconds of the stack's clock. */
export type PeekedMessage = {
  id: string;
  state: 'waiting' | 'inFlight' | 'delayed';
  preview: string;
  bytes: number;
  receiveCount: number;
  sent: number;
  visibleAt?: number;
  group?: string;
  /** Where one message was asked for. */
  whole?: { body: string; attributes: Record<string, MessageAttribute>; system: Record<string, string> };
};

const PREVIEW_CHARACTERS = 200;

/** What is in a queue, without receiving it. No operation of SQS: for the console alone. */
export const peekMessages = queueOperation(peekWish, (context, input) => {
  const { Text = '', MessageId, MaxResults } = input;
  const queue = existing(context.store.getQueueByName(input.QueueName));
  queue.processTimers();
  const found = lying(queue).filter(({ message: { messageId, body } }) =>
    MessageId === undefined ? body.includes(Text) || messageId.includes(Text) : messageId === MessageId,
  );
  const Messages = found
    .slice(0, MaxResults ?? 1)
    .map((each) => viewed(each, MessageId === undefined ? undefined : context));
  return { Messages };
});

type Lying = { message: Message } & Pick<PeekedMessage, 'state' | 'visibleAt'>;

function lying(queue: EngineQueue): Lying[] {
  const waiting = queue.isFifo() ? [...queue.fifoMessages.values()].flat() : queue.messages;
  const delayed = queue.isFifo() ? [...queue.fifoDelayed.values()].flat() : queue.delayedMessages;
  return [
    ...waiting.map((message): Lying => ({ message, state: 'waiting' })),
    ...[...queue.inflightMessages.values()].map(({ message, visibilityDeadline: visibleAt }): Lying => ({
      message,
      state: 'inFlight',
      visibleAt,
    })),
    ...delayed.map((message): Lying => {
      const { delayUntil: visibleAt } = message;
      return { message, state: 'delayed', ...(visibleAt !== undefined && { visibleAt }) };
    }),
  ];
}

function viewed({ message, ...where }: Lying, context: EngineContext | undefined): PeekedMessage {
  const { messageId: id, body, approximateReceiveCount: receiveCount, sentTimestamp: sent } = message;
  const group = message.messageGroupId;
  return {
    ...{ id, ...where, preview: body.slice(0, PREVIEW_CHARACTERS), bytes: Buffer.byteLength(body) },
    ...{ receiveCount, sent },
    ...(group !== undefined && { group }),
    ...(context && {
      whole: {
        body,
        attributes: message.messageAttributes,
        system: systemAttributes(message, context, knownSystemAttributes(['All'])),
      },
    }),
  };
}
