import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { bodiesOf, type QueueWorld } from './queue-world.fixture.ts';
import { reportOf } from './recording-invoker.fixture.ts';
import { queueFailureRules } from './queue-failure-rules.fixture.ts';
import { pages, type Rule } from './rule.fixture.ts';

/** Long enough on the scaled clock that no message comes back by itself. */
const HIDDEN = { VisibilityTimeout: '3600' };
/** Half a second of real time at speed 60. */
const VISIBILITY = { VisibilityTimeout: '30' };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const sorted = (bodies: readonly string[]) => bodies.toSorted((a, b) => Number(a) - Number(b));

const batches: Rule<QueueWorld>[] = [
  {
    rule: 'a batch holds at most 10 messages by default',
    source: pages.sqsConfigure,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, numbers(25));
      const { calls } = consume(queue);
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(sorted(bodiesOf(calls))).toEqual(numbers(25));
      expect(Math.max(...calls.map(({ records }) => records.length))).toBeLessThanOrEqual(10);
    },
  },
  {
    rule: 'a batch that does not fill waits for the whole batching window',
    source: pages.sqsConfigure,
    shows: async ({ clock, createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      const { calls } = consume(queue, undefined, { maximumBatchingWindowSeconds: 60 });
      const sentAt = clock.now();
      await send(queue, ['0']);
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(calls).toHaveLength(1);
      expect((calls[0]?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(60_000);
    },
  },
  {
    rule: 'a window gathers batches of more than 10, and a full one does not wait for its end',
    source: pages.sqsConfigure,
    shows: async ({ clock, createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, numbers(60));
      const startedAt = clock.now();
      const window = { batchSize: 20, maximumBatchingWindowSeconds: 300, maximumConcurrency: 2 };
      const { calls } = consume(queue, undefined, window);
      await eventually(async () => expect(await left(queue)).toBe(0));
      const full = calls.filter(({ records }) => records.length === 20);
      expect(full.length).toBeGreaterThan(0);
      expect((full[0]?.at ?? Infinity) - startedAt).toBeLessThan(300_000);
      expect(sorted(bodiesOf(calls))).toEqual(numbers(60));
    },
  },
];

const order: Rule<QueueWorld>[] = [
  {
    rule: 'a FIFO group keeps its order while its first message fails, and holds no other group back',
    source: pages.sqsConfigure,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue({ ...VISIBILITY, FifoQueue: 'true' }, '.fifo');
      await send(queue, ['a1', 'a2', 'a3', 'b1', 'b2']);
      const { calls } = consume(queue, (records) => {
        const bad = records.filter(
          ({ body, attributes }) => body === 'a1' && attributes['ApproximateReceiveCount'] !== '3',
        );
        return reportOf(...bad.map(({ messageId }) => messageId));
      });
      await eventually(async () => expect(await left(queue)).toBe(0));
      const bodies = bodiesOf(calls);
      expect(bodies.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a1', 'a1', 'a2', 'a3']);
      expect(bodies.filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
      expect(bodies.indexOf('b2')).toBeLessThan(bodies.lastIndexOf('a1'));
    },
  },
  {
    rule: 'a FIFO group is in one batch at a time',
    source: pages.sqsScaling,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue({ ...HIDDEN, FifoQueue: 'true' }, '.fifo');
      await send(queue, ['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
      const busy = new Set<string>();
      const overlaps: string[] = [];
      const { calls } = consume(queue, async (records) => {
        const groups = records.map(({ attributes }) => attributes['MessageGroupId'] ?? '');
        overlaps.push(...groups.filter((group) => busy.has(group)));
        for (const group of groups) busy.add(group);
        await left(queue);
        for (const group of groups) busy.delete(group);
        return 'null';
      });
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(bodiesOf(calls)).toHaveLength(6);
      expect(overlaps).toEqual([]);
    },
  },
  {
    rule: 'no more batches run at once than the maximum concurrency',
    source: pages.sqsScaling,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, numbers(12));
      const running = { now: 0, most: 0 };
      const two = Promise.withResolvers<void>();
      const run = async () => {
        running.most = Math.max(running.most, (running.now += 1));
        if (running.now === 2) two.resolve();
        await two.promise;
        await left(queue);
        running.now -= 1;
        return 'null';
      };
      const { calls } = consume(queue, run, { batchSize: 1, maximumConcurrency: 2 });
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(running.most).toBe(2);
      expect(sorted(bodiesOf(calls))).toEqual(numbers(12));
    },
  },
];

const selection: Rule<QueueWorld>[] = [
  {
    rule: 'messages that no filter matches are deleted, and the function never sees them',
    source: pages.sqsFilters,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, ['{"keep":true}', '{"keep":false}', 'plain text']);
      const Pattern = JSON.stringify({ body: { keep: [true] } });
      const { calls } = consume(queue, undefined, { filterCriteria: { Filters: [{ Pattern }] } });
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(bodiesOf(calls)).toEqual(['{"keep":true}']);
    },
  },
  {
    rule: "the queue is polled in the name of the function's role: without its permission nothing is delivered",
    source: pages.permissions,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN, '-denied');
      await send(queue, ['0']);
      const { calls, lines } = consume(queue);
      await eventually(() =>
        expect(lines.join()).toContain(
          `is not authorized to perform: sqs:ReceiveMessage on resource: ${queue.arn}`,
        ),
      );
      expect(calls).toEqual([]);
      expect(await left(queue)).toBe(1);
    },
  },
];

/** The rules of an SQS mapping. */
export const queueRules = [...batches, ...queueFailureRules, ...order, ...selection];
