import * as z from 'zod';
import type { EngineQueue } from '../fauxqs.ts';
import { existing, pathOf, type QueueOperation, queueOperation, text, whole } from './queue-operation.ts';

type Paging = { MaxResults?: number | null | undefined; NextToken?: string | null | undefined };

/** One page of queues by name; `next` holds the token only when MaxResults was given and more follow. */
export function page(
  queues: readonly EngineQueue[],
  input: Paging,
): { queues: EngineQueue[]; next: { NextToken?: string } } {
  const after = input.NextToken ?? '';
  const rest = queues.filter((queue) => queue.name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const shown = rest.slice(0, input.MaxResults ?? 1000);
  const last = shown.at(-1);
  const more = input.MaxResults != null && last !== undefined && rest.length > shown.length;
  return { queues: shown, next: more ? { NextToken: last.name } : {} };
}

/** For metrics, and no operation of SQS: how many messages each queue holds, and when its oldest one was sent. */
export const queueDepths: QueueOperation = ({ store }) => ({
  Queues: [...store.allQueues()].map((queue) => {
    queue.processTimers();
    const ready = [...queue.messages, ...[...queue.fifoMessages.values()].flat()];
    const delayed = [...queue.delayedMessages, ...[...queue.fifoDelayed.values()].flat()];
    const hidden = [...queue.inflightMessages.values()].map(({ message }) => message);
    const sent = [...ready, ...hidden].reduce(
      (oldest, { sentTimestamp }) => Math.min(oldest, sentTimestamp),
      Infinity,
    );
    const counts = { Visible: ready.length, NotVisible: hidden.length, Delayed: delayed.length };
    return { Name: queue.name, ...counts, ...(sent < Infinity && { OldestSentAt: sent }) };
  }),
});

export const listQueues = queueOperation(
  z.strictObject({
    QueueNamePrefix: z.string().nullish(),
    MaxResults: whole(1, 1000),
    NextToken: z.string().nullish(),
  }),
  (context, input) => {
    const prefix = input.QueueNamePrefix ?? '';
    const named = [...context.store.allQueues()].filter((queue) => queue.name.startsWith(prefix));
    const { queues, next } = page(named, input);
    const urls = queues.map((queue) => pathOf(context, queue));
    return urls.length > 0 ? { QueueUrls: urls, ...next } : {};
  },
);

export const getQueueUrl = queueOperation(
  z.strictObject({ QueueName: text, QueueOwnerAWSAccountId: z.string().nullish() }),
  (context, input) => {
    const ours = (input.QueueOwnerAWSAccountId ?? context.accountId) === context.accountId;
    const queue = ours ? context.store.getQueueByName(input.QueueName) : undefined;
    return { QueueUrl: pathOf(context, existing(queue)) };
  },
);
