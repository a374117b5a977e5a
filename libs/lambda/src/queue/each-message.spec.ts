import { describe, expect, it } from '@jest/globals';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { gameResult, type GameResult } from '../records.fixture.ts';
import { eachMessage, type MessageHandler, sqsBatch } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const good = (PlayerName: string) => JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });

/** Delivers one message for each name, through the deployed shape. */
async function deliver(names: readonly string[], handle: MessageHandler<GameResult>, remainingMs = 60_000) {
  const { log, metrics, lines } = recordLines();
  const handler = sqsBatch({
    ...{ log, metrics, body: jsonString(gameResult) },
    handle: eachMessage(async (message, signal) => {
      await Promise.resolve();
      log.info('seen');
      await handle(message, signal);
    }),
  });
  const event = buildSqsEvent(names.map(good), { receiveCount: 2 });
  const { batchItemFailures } = await handler(event, buildLambdaContext({ remainingMs }));
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), lines: lines() };
}

describe('eachMessage', () => {
  it('handles messages one after another, and fails one alone', async () => {
    const seen: string[] = [];
    const { failed } = await deliver(['a', 'b', 'c'], async ({ body: { PlayerName } }) => {
      seen.push(`begin ${PlayerName}`);
      await Promise.resolve();
      if (PlayerName === 'b') throw new Error('no');
      seen.push(`end ${PlayerName}`);
    });
    expect(failed).toEqual(['message-2']);
    expect(seen).toEqual(['begin a', 'end a', 'begin b', 'begin c', 'end c']);
  });

  it('writes the message id and the receive count on every line while a message is handled', async () => {
    const { lines } = await deliver(['a', 'b'], async ({ messageId }) => {
      if (messageId === 'message-2') throw new Error('no');
    });
    const error = expect.objectContaining({ name: 'Error', message: 'no' });
    expect(lines.slice(0, 3)).toEqual([
      expect.objectContaining({ message: 'seen', messageId: 'message-1', receiveCount: 2 }),
      expect.objectContaining({ message: 'seen', messageId: 'message-2', receiveCount: 2 }),
      expect.objectContaining({ message: 'message failed', messageId: 'message-2', receiveCount: 2, error }),
    ]);
  });

  it('writes the trace of the invocation on every line, and that of a message where it came with one', async () => {
    const { log, metrics, lines } = recordLines();
    const handler = sqsBatch({
      ...{ log, metrics, body: jsonString(gameResult) },
      handle: eachMessage(async () => log.info('seen')),
    });
    const event = buildSqsEvent([good('a'), good('b')]);
    const [first] = event.Records;
    if (first?.attributes) first.attributes.AWSTraceHeader = 'Root=1-message;Parent=1;Sampled=1';
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-invocation;Parent=53995c3f42cd8ad8;Sampled=0';
    try {
      await handler(event, buildLambdaContext());
    } finally {
      delete process.env['_X_AMZN_TRACE_ID'];
    }
    expect(lines().map(({ message, traceId }) => [message, traceId])).toEqual([
      ['seen', '1-message'],
      ['seen', '1-invocation'],
      ['batch', '1-invocation'],
      [undefined, undefined],
    ]);
  });

  it('fails what is under way and what is not begun when time runs out', async () => {
    const begun: string[] = [];
    const handle: MessageHandler<GameResult> = async ({ messageId }, signal) => {
      begun.push(messageId);
      if (messageId === 'message-2')
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
    };
    const { failed, lines } = await deliver(['a', 'b', 'c'], handle, 200);
    expect(begun).toEqual(['message-1', 'message-2']);
    expect(failed).toEqual(['message-2', 'message-3']);
    expect(lines.filter(({ message }) => message === 'message failed')).toEqual([
      expect.objectContaining({
        messageId: 'message-2',
        error: expect.objectContaining({ name: 'DeadlineError' }),
      }),
      expect.objectContaining({
        messageId: 'message-3',
        error: expect.objectContaining({ name: 'DeadlineError' }),
      }),
    ]);
  });
});
