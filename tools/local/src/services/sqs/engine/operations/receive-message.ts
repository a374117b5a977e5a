import * as z from 'zod';
import type { ReceivedMessage } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { viewMessage, knownSystemAttributes } from './message-view.ts';
import {
  type EngineContext,
  names,
  parseInput,
  queueAt,
  type QueueOperation,
  text,
  whole,
} from './queue-operation.ts';
import { shuffle } from '../shuffle.ts';

const schema = z.strictObject({
  QueueUrl: text,
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
  MaxNumberOfMessages: whole(1, 10),
  VisibilityTimeout: whole(0, 43_200),
  WaitTimeSeconds: whole(0, 20, 'Must be >= 0 and <= 20, if provided.'),
});

/**
 * Takes up to ten messages, waiting in real seconds for the first of them. A waiter takes only when a message is
 * there and somebody still waits for it, so waiting holds nothing back.
 */
export const receiveMessage: QueueOperation = async (context, raw, signal) => {
  const input = parseInput(schema, raw);
  const system = knownSystemAttributes([...input.AttributeNames, ...input.MessageSystemAttributeNames]);
  const { attributes } = queueAt(context, input.QueueUrl);
  const waitSeconds = input.WaitTimeSeconds ?? Number(attributes['ReceiveMessageWaitTimeSeconds']);
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const queue = queueAt(context, input.QueueUrl);
    const taken = context.transaction(() => take(context, queue, input));
    const left = until - performance.now();
    const view = (message: ReceivedMessage) =>
      viewMessage(context, queue, message, system, input.MessageAttributeNames);
    if (taken.length > 0) return { Messages: taken.map(view) };
    if (left <= 0) return {};
    await queue.waitForMessages(left / 1000);
    if (signal.aborted) return {};
  }
};

function take(context: EngineContext, queue: EngineQueue, input: z.infer<typeof schema>): ReceivedMessage[] {
  const { MaxNumberOfMessages: count, VisibilityTimeout: timeout } = input;
  const taken = queue.dequeue(count ?? 1, timeout ?? undefined, (arn) => deadLetters(context, queue, arn));
  for (const { ReceiptHandle } of taken) noteReceive(queue, ReceiptHandle);
  return queue.isFifo() ? taken : shuffle(taken, context.random);
}

/** An earlier handle of the message no longer stands for it. */
function noteReceive({ inflightMessages }: EngineQueue, receive: string): void {
  const message = inflightMessages.get(receive)?.message;
  if (message !== undefined) message.latestReceive = receive;
}

/** The dead-letter queue as the engine fills it: the receive that found the message used up was nobody's. */
function deadLetters(
  context: EngineContext,
  source: EngineQueue,
  arn: string,
): Pick<EngineQueue, 'enqueue'> | undefined {
  const target = context.store.getQueueByArn(arn);
  if (target === undefined) return undefined;
  return {
    enqueue: (message) => {
      message.approximateReceiveCount -= 1;
      message.deadLetterSource = source.arn;
      if (source.isFifo()) message.sentTimestamp = Date.now();
      target.enqueue(message);
    },
  };
}
