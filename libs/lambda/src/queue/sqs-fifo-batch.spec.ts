import { describe, expect, it } from '@jest/globals';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { sqsFifoBatch, type SqsFifoMessage } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const shape = z.object({ n: z.number() });
type Message = SqsFifoMessage<{ n: number }>;

/** Runs a batch of `group:n` messages; answers which were failed, as `group:n` too, and the log lines. */
async function run(
  given: readonly string[],
  handle: (message: Message, signal: AbortSignal) => Promise<void>,
  remainingMs = 60_000,
) {
  const { log, metrics, lines } = recordLines();
  const handler = sqsFifoBatch({ log, metrics, body: jsonString(shape), handle });
  const [groups, bodies] = [
    given.map((each) => each.split(':')[0] ?? ''),
    given.map((each) => each.split(':')[1]),
  ];
  const event = buildSqsEvent(
    bodies.map((n) => `{"n":${n}}`),
    { groups, messageIds: given },
  );
  const { batchItemFailures } = await handler(event, buildLambdaContext({ remainingMs }));
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), lines };
}

describe('sqsFifoBatch', () => {
  it('hands over the messages of a group one after another, in order, whatever group each is of', async () => {
    const seen: string[] = [];
    const running = new Set<string>();
    const { failed } = await run(
      ['a:1', 'b:1', 'a:2', 'a:3', 'b:2'],
      async ({ groupId, body, messageId }) => {
        expect(running.has(groupId)).toBe(false);
        running.add(groupId);
        await new Promise(setImmediate);
        running.delete(groupId);
        seen.push(messageId);
        expect(messageId).toBe(`${groupId}:${body.n}`);
      },
    );
    expect(failed).toEqual([]);
    expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a:1', 'a:2', 'a:3']);
    expect(seen.filter((each) => each.startsWith('b'))).toEqual(['b:1', 'b:2']);
  });

  it('ends a group at its first failure, and answers that message and the rest of the group', async () => {
    const begun: string[] = [];
    const { failed, lines } = await run(['a:1', 'b:1', 'a:2', 'a:3', 'b:2'], async ({ messageId }) => {
      begun.push(messageId);
      if (messageId === 'a:2') throw new Error('the table does not answer');
    });
    expect(begun.toSorted()).toEqual(['a:1', 'a:2', 'b:1', 'b:2']);
    expect(failed).toEqual(['a:2', 'a:3']);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'message failed', messageId: 'a:3', error: expect.anything() }),
    );
  });

  it('ends a group at a message that cannot be read, too', async () => {
    const seen: string[] = [];
    const { failed } = await run(
      ['a:1', 'a:"x"', 'a:3', 'b:1'],
      async ({ messageId }) => void seen.push(messageId),
    );
    expect(seen.toSorted()).toEqual(['a:1', 'b:1']);
    expect(failed).toEqual(['a:"x"', 'a:3']);
  });

  it('answers what the deadline cuts off, and keeps what is done', async () => {
    const { failed, lines } = await run(
      ['a:1', 'a:2', 'a:3', 'b:1'],
      async ({ messageId }, signal) => {
        if (messageId !== 'a:2') return;
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      100,
    );
    expect(failed).toEqual(['a:2', 'a:3']);
    expect(
      lines()
        .map(({ error }) => JSON.stringify(error ?? ''))
        .join(),
    ).toContain('DeadlineError');
  });

  it('answers them also when the handler passes over the signal', async () => {
    const { failed } = await run(
      ['a:1', 'a:2', 'b:1'],
      ({ groupId }) => (groupId === 'a' ? new Promise(() => undefined) : Promise.resolve()),
      100,
    );
    expect(failed).toEqual(['a:1', 'a:2']);
  });

  it('takes messages without a group for one group, and no message for nothing to do', async () => {
    const { log, metrics } = recordLines();
    const seen: number[] = [];
    const handler = sqsFifoBatch({
      ...{ log, metrics, body: jsonString(shape) },
      handle: async ({ body, groupId }) => {
        expect(groupId).toBe('');
        if (body.n === 2) throw new Error('no');
        seen.push(body.n);
      },
    });
    const batchItemFailures = [{ itemIdentifier: 'message-2' }, { itemIdentifier: 'message-3' }];
    const event = buildSqsEvent(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures });
    expect(seen).toEqual([1]);
    expect(await handler({ Records: [] }, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  });
});
