import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { sqsBatch, type MessageBatchHandler } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';
import { gameResult, type GameResult } from '../records.fixture.ts';

const good = (PlayerName: string) => JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
const nothingFails: MessageBatchHandler<GameResult> = async () => [];

function build(handle: MessageBatchHandler<GameResult>) {
  const { log, metrics, lines } = recordLines();
  return { handler: sqsBatch({ log, metrics, body: jsonString(gameResult), handle }), lines };
}

describe('sqsBatch', () => {
  it('takes a message without attributes for one that is received for the first time', async () => {
    const counts: number[] = [];
    const { handler } = build(async (messages) => {
      counts.push(...messages.map(({ receiveCount }) => receiveCount));
      return [];
    });
    const event = buildSqsEvent([good('a')]);
    for (const record of event.Records) Reflect.deleteProperty(record, 'attributes');
    expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
    expect(counts).toEqual([1]);
  });

  it.each([
    ['1793523600000', 1_793_523_600_000],
    ['', undefined],
    ['soon', undefined],
    ['-1', undefined],
    ['9'.repeat(400), undefined],
  ])('hands over when a message was sent: %j', async (SentTimestamp, expected) => {
    const times: unknown[] = [];
    const { handler } = build(async (messages) => {
      times.push(...messages.map(({ sentAt }) => sentAt));
      return [];
    });
    const event = buildSqsEvent([good('a')]);
    Object.assign(event.Records[0]?.attributes ?? {}, { SentTimestamp });
    await handler(event, buildLambdaContext());
    expect(times).toEqual([expected]);
  });

  it('hands the valid messages over and answers the bad ones alone', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async (messages) => {
      seen.push(...messages.map(({ body }) => body.PlayerName));
      return [];
    });
    const answer = await handler(
      buildSqsEvent([good('a'), '{"secret', good('b')], { receiveCount: 3 }),
      buildLambdaContext(),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] });
    expect(seen).toEqual(['a', 'b']);
    expect(lines()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
        message: 'message failed',
        messageId: 'message-2',
        receiveCount: 3,
        error: expect.objectContaining({ name: 'InvalidRecordError', message: 'not valid JSON' }),
      }),
    );
    expect(JSON.stringify(lines())).not.toContain('secret');
  });

  it('answers the messages that the handler lists, and counts them', async () => {
    const { handler, lines } = build(async ([, second]) => [
      { messageId: second?.messageId ?? '', error: new Error('no') },
    ]);
    const answer = await handler(buildSqsEvent([good('a'), good('b')]), buildLambdaContext());
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'message-2' }]);
    expect(lines().at(-1)).toMatchObject({ service: 'test', MessagesReceived: 2, MessagesFailed: 1 });
  });

  it('fails every message when the handler rejects', async () => {
    const { handler } = build(() => Promise.reject(new Error('no table')));
    const answer = await handler(buildSqsEvent([good('a'), good('b')]), buildLambdaContext());
    expect(answer.batchItemFailures).toHaveLength(2);
  });

  it('aborts the signal before the timeout and answers what the handler then lists', async () => {
    const { handler } = build(async (messages, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return messages.slice(1).map(({ messageId }) => ({ messageId, error: signal.reason }));
    });
    const answer = await handler(
      buildSqsEvent([good('a'), good('b')]),
      buildLambdaContext({ remainingMs: 200 }),
    );
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'message-2' }]);
  });

  it('answers every message as failed in time when the handler does not heed the signal', async () => {
    const { handler, lines } = build(() => new Promise(() => undefined));
    const context = buildLambdaContext({ remainingMs: 200 });
    // Timers of one process run in the order in which they are due, however late.
    const timeout = delay(context.getRemainingTimeInMillis(), 'timed out');
    const answer = handler(buildSqsEvent([good('a'), good('b')]), context);
    expect(await Promise.race([answer, timeout])).toMatchObject({ batchItemFailures: [{}, {}] });
    expect(lines()[0]).toMatchObject({ error: { name: 'DeadlineError' } });
  });

  it('refuses an event of another source', async () => {
    const { handler } = build(nothingFails);
    await expect(
      handler({ Records: [{ eventSource: 'aws:s3' }] }, buildLambdaContext()),
    ).rejects.toMatchObject({
      name: 'InvalidEventError',
      message: expect.stringContaining('Records.0.messageId: missing'),
    });
  });
});
