import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { functionError } from '../triggers/delivery/fake-invoker.fixture.ts';
import { malformedAnswers, successAnswers } from '../triggers/delivery/batch-answers.fixture.ts';
import { bodiesOf, type QueueWorld } from './queue-world.fixture.ts';
import { reportOf } from './recording-invoker.fixture.ts';
import { pages, type Rule } from './rule.fixture.ts';

/** Long enough on the scaled clock that no message comes back by itself. */
const HIDDEN = { VisibilityTimeout: '3600' };
/** Half a second of real time at speed 60. */
const VISIBILITY = { VisibilityTimeout: '30' };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const sorted = (bodies: readonly string[]) => bodies.toSorted((a, b) => Number(a) - Number(b));
/** How far a delivery may seem early because the one before it was noted late: milliseconds of the stack's clock. */
const NOTED_LATE_MS = 5_000;

/** What becomes of messages whose batch failed, in whole or in part. */
export const queueFailureRules: Rule<QueueWorld>[] = [
  {
    rule: 'after a function error the whole batch stays hidden until its visibility timeout ends, which is never reset',
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left, operationsOn }) => {
      const queue = await createQueue(VISIBILITY);
      await send(queue, ['0', '1', '2']);
      const { calls } = consume(queue, ([first]) =>
        first?.attributes['ApproximateReceiveCount'] === '1' ? functionError : 'null',
      );
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(sorted(bodiesOf(calls))).toEqual(['0', '0', '1', '1', '2', '2']);
      for (const body of ['0', '1', '2'])
        expect(waitsOf(calls, body)[0]).toBeGreaterThan(30_000 - NOTED_LATE_MS);
      expect(operationsOn(queue)).toEqual(new Set(['ReceiveMessage', 'DeleteMessageBatch']));
    },
  },
  {
    rule: 'of a partial answer only the listed messages come back, after their visibility timeout',
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left, operationsOn }) => {
      const queue = await createQueue(VISIBILITY);
      await send(queue, numbers(10));
      const { calls } = consume(queue, (records) => {
        const bad = records.filter(
          ({ body, attributes }) => body === '3' && attributes['ApproximateReceiveCount'] === '1',
        );
        return reportOf(...bad.map(({ messageId }) => messageId));
      });
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(sorted(bodiesOf(calls))).toEqual(sorted([...numbers(10), '3']));
      expect(waitsOf(calls, '3')[0]).toBeGreaterThan(30_000 - NOTED_LATE_MS);
      expect(operationsOn(queue)).toEqual(new Set(['ReceiveMessage', 'DeleteMessageBatch']));
    },
  },
  ...successAnswers.map(([what, answer]) => ({
    rule: `an answer with ${what} succeeds with the whole batch`,
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left }: QueueWorld) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, ['0', '1']);
      const { calls } = consume(queue, () => answer);
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(sorted(bodiesOf(calls))).toEqual(['0', '1']);
    },
  })),
  ...malformedAnswers.map(([what, answer]) => ({
    rule: `an answer with ${what} fails the whole batch`,
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left }: QueueWorld) => {
      const queue = await createQueue(VISIBILITY);
      await send(queue, ['0', '1']);
      const { calls, lines } = consume(queue, ([first]) =>
        first?.attributes['ApproximateReceiveCount'] === '1'
          ? answer.replaceAll('ID', first.messageId)
          : 'null',
      );
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(sorted(bodiesOf(calls))).toEqual(['0', '0', '1', '1']);
      expect(lines[0]).toContain('the answer is malformed, so the whole batch failed');
    },
  })),
  {
    rule: 'a partial answer that the mapping did not ask for is ignored',
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(HIDDEN);
      await send(queue, ['0']);
      const all = { reportBatchItemFailures: false };
      const { calls } = consume(queue, (records) => reportOf(records[0]?.messageId), all);
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(bodiesOf(calls)).toEqual(['0']);
    },
  },
  {
    rule: 'a message whose visibility timeout ends while its function runs is delivered again',
    source: pages.visibility,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(VISIBILITY);
      await send(queue, ['0']);
      const second = Promise.withResolvers<void>();
      const { calls } = consume(queue, async (_records, call) => {
        if (call > 1) second.resolve();
        await second.promise;
        return 'null';
      });
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(bodiesOf(calls)).toEqual(['0', '0']);
    },
  },
  {
    rule: 'a message that fails every time goes to the dead-letter queue after maxReceiveCount receives',
    source: pages.deadLetters,
    shows: async ({ createQueue, send, consume, left, receive }) => {
      const dead = await createQueue();
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
      const queue = await createQueue({ VisibilityTimeout: '10', RedrivePolicy });
      await send(queue, ['bad', 'good']);
      const { calls } = consume(queue, (records) =>
        reportOf(...records.filter(({ body }) => body === 'bad').map(({ messageId }) => messageId)),
      );
      await eventually(async () => expect(await left(dead)).toBe(1));
      expect(bodiesOf(calls).toSorted()).toEqual(['bad', 'bad', 'bad', 'good']);
      expect(await left(queue)).toBe(0);
      const DeadLetterQueueSourceArn = queue.arn;
      expect(await receive(dead)).toMatchObject([{ Body: 'bad', Attributes: { DeadLetterQueueSourceArn } }]);
    },
  },
  {
    rule: 'a throttled invocation leaves its messages in the queue until their visibility timeout ends',
    source: pages.sqsErrors,
    shows: async ({ createQueue, send, consume, left }) => {
      const queue = await createQueue(VISIBILITY);
      await send(queue, ['0']);
      const { calls, lines } = consume(queue, (_records, call) => (call === 1 ? 'throttled' : 'null'));
      await eventually(async () => expect(await left(queue)).toBe(0));
      expect(bodiesOf(calls)).toEqual(['0', '0']);
      expect(waitsOf(calls, '0')[0]).toBeGreaterThan(30_000 - NOTED_LATE_MS);
      expect(lines[0]).toContain('throttled');
    },
  },
];

/** What passed between the deliveries of a message, in milliseconds of the stack's clock. */
function waitsOf(calls: readonly { at: number; records: { body: string }[] }[], body: string): number[] {
  const times = calls
    .filter(({ records }) => records.some((record) => record.body === body))
    .map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
}
