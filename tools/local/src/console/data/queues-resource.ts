import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  messageQuery,
  queueMessage,
  type QueueMessage,
  queuePage,
  queueQuery,
  redriveAnswer,
} from '@hanok/console';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { PeekedMessage, PeekWish } from '../../services/sqs/engine/operations/peek-messages.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import { readQueue, redrive } from './queues.ts';

/** What is read of the queues. */
export type QueueAccess = {
  sqs: SQSClient;
  /** Looks at messages and receives none. */
  peek(wish: PeekWish): Promise<PeekedMessage[]>;
  clock: Clock;
};

type Context = { data: QueueAccess };

const ofQueue = z.strictObject({ name: z.string() });

/** The messages of the queues as they lie there: nothing is received. */
export const queuesResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/queues/{name}',
    summary: 'Counts, attributes and messages of a queue, none of which is received.',
    input: queueQuery,
    answer: queuePage,
    run: async ({ data }: Context, { name, text = '', limit }) => {
      const queue = await readQueue(data.sqs, name);
      const messages = await data.peek({ QueueName: name, Text: text, MaxResults: limit });
      return { ...queue, messages: messages.map((each) => inRealTime(each, data.clock)) };
    },
  }),
  consoleOperation({
    method: 'GET',
    path: '/queues/{name}/messages/{id}',
    summary: 'One message, which is not received.',
    input: messageQuery,
    answer: queueMessage,
    run: async ({ data }: Context, { name, id }): Promise<QueueMessage> => {
      await readQueue(data.sqs, name);
      const [message] = await data.peek({ QueueName: name, MessageId: id, MaxResults: 1 });
      if (message?.whole === undefined) throw new ConsoleError(404, `${name} has no message ${id}`);
      const { whole, ...summary } = message;
      return { ...inRealTime(summary, data.clock), ...whole };
    },
  }),
  consoleOperation({
    method: 'POST',
    path: '/queues/{name}/redrive',
    summary: 'Moves the messages of a dead-letter queue back to the queues that gave them up.',
    input: ofQueue,
    body: z.strictObject({}),
    answer: redriveAnswer,
    run: ({ data }: Context, { name }) => redrive(data.sqs, name),
  }),
];

/** Queues go by the stack's clock, which may be faster; a reader's clock is not. */
function inRealTime(message: PeekedMessage, clock: Clock): PeekedMessage {
  const real = (time: number) => Date.now() - (clock.now() - time) / clock.speed;
  const { sent, visibleAt } = message;
  return { ...message, sent: real(sent), ...(visibleAt !== undefined && { visibleAt: real(visibleAt) }) };
}
