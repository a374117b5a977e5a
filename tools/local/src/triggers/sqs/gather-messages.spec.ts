import { expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { gatherMessages } from './gather-messages.ts';
import { readMessage } from './sqs-message.ts';

const clock = createClock();
const { signal } = new AbortController();
const message = (MessageId: string) =>
  readMessage(
    { MessageId, ...{ ReceiptHandle: 'r', Body: '{}', MD5OfBody: '' }, Attributes: {} },
    'arn:aws:sqs:us-east-1:000000000000:results',
    clock,
  );
const idsOf = (messages: readonly ReturnType<typeof message>[]) =>
  messages.map(({ record }) => record.messageId);

/** A queue that gives one message a receive, as long as there are any. */
function queueOf(ids: string[]) {
  const waits: number[] = [];
  const receive = async (_max: number, waitSeconds: number) => {
    waits.push(waitSeconds);
    return ids.splice(0, 1).map(message);
  };
  return { waits, receive };
}

it('ends a window of five minutes as soon as the clock is moved past it', async () => {
  const queue = queueOf(['a', 'b']);
  const opened = Promise.withResolvers<number>();
  const from = clock.now();
  const gathering = gatherMessages(
    queue,
    { batchSize: 10, windowMs: 300_000 },
    { clock, signal, onWindow: opened.resolve },
  );
  expect((await opened.promise) - from).toBeGreaterThanOrEqual(300_000);
  await clock.advance(299_000);
  const state = await Promise.race([gathering, clock.sleep(0).then(() => 'open')]);
  expect(state).toBe('open');
  await clock.advance(2_000);
  expect(idsOf(await gathering)).toEqual(['a', 'b']);
  // The first receive alone waits for a message in real time.
  expect(queue.waits.findLastIndex((seconds) => seconds > 0)).toBe(0);
});

it('does not wait for the end of its window when the batch is full', async () => {
  const limits = { batchSize: 2, windowMs: 300_000 };
  expect(idsOf(await gatherMessages(queueOf(['a', 'b', 'c']), limits, { clock, signal }))).toEqual([
    'a',
    'b',
  ]);
});
