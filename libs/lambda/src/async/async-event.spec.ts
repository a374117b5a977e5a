import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { eventBridgeRecord, eventBridgeRecords, snsRecord, snsRecords } from '@hanok/events';
import { buildEventBridgeEvent, buildSnsEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import {
  asyncEvent,
  DeadlineError,
  InvalidEventError,
  RecordsFailedError,
  RejectedRecordError,
  type RecordHandler,
} from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const records = z.pipe(
  z.object({ Records: z.array(z.unknown()) }),
  z.transform((event) => event.Records),
);

function build(handle: RecordHandler<{ id: string }>) {
  const { log, metrics, lines } = recordLines();
  return {
    handler: asyncEvent({
      ...{ log, metrics, records, handle },
      record: z.object({ id: z.string() }),
      ids: ({ id }) => ({ recordId: id }),
    }),
    lines,
    log,
  };
}

const event = (...ids: unknown[]) => ({ Records: ids.map((id) => ({ id })) });

describe('asyncEvent', () => {
  it('hands over each record with the request id, in turn', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async ({ id }, { requestId }) => {
      seen.push(`begin ${id} ${requestId}`);
      await Promise.resolve();
      seen.push(`end ${id}`);
    });
    await handler(event('a', 'b'), buildLambdaContext({ awsRequestId: 'r' }));
    expect(seen).toEqual(['begin a r', 'end a', 'begin b r', 'end b']);
    expect(lines()).toEqual([expect.objectContaining({ RecordsReceived: 2, RecordsFailed: 0 })]);
  });

  it('runs every record, then throws one error for those to be tried again', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async ({ id }) => {
      seen.push(id);
      if (id !== 'b') throw new TypeError(`no ${id}`);
    });
    const refused = handler(event('a', 'b', 'c'), buildLambdaContext());
    await expect(refused).rejects.toThrow(RecordsFailedError);
    await expect(refused).rejects.toThrow('2 of 3 records failed: TypeError: no a; TypeError: no c');
    expect(seen).toEqual(['a', 'b', 'c']);
    const failed = lines().filter(({ message }) => message === 'record failed');
    expect(failed.map(({ recordId }) => recordId)).toEqual(['a', 'c']);
    expect(lines().at(-1)).toMatchObject({ RecordsFailed: 2 });
  });

  it('writes the ids of a record on every line while it is handled', async () => {
    const { handler, lines, log } = build(async () => {
      await Promise.resolve();
      log.info('seen');
    });
    await handler(event('a', 'b'), buildLambdaContext({ awsRequestId: 'r' }));
    expect(lines().slice(0, 2)).toEqual([
      expect.objectContaining({ message: 'seen', requestId: 'r', recordId: 'a' }),
      expect.objectContaining({ message: 'seen', requestId: 'r', recordId: 'b' }),
    ]);
  });

  it('logs a rejected record once, counts it by its reason, and has nothing tried again', async () => {
    const { handler, lines } = build(({ id }) =>
      Promise.reject(new RejectedRecordError('TooLarge', 'at most 5 bytes', { fields: { id } })),
    );
    await expect(handler(event('a'), buildLambdaContext())).resolves.toBeUndefined();
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: 'record rejected',
        reason: 'TooLarge',
        id: 'a',
        error: expect.objectContaining({ name: 'RejectedRecordError', message: 'at most 5 bytes' }),
      }),
      expect.objectContaining({ RecordsRejected: 1, RejectedTooLarge: 1, RecordsFailed: 0 }),
    ]);
  });

  it('rejects a record of another shape, naming the field, and handles the others', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async ({ id }) => void seen.push(id));
    await handler(event('a', 7, 'c'), buildLambdaContext());
    expect(seen).toEqual(['a', 'c']);
    expect(lines()[0]).toMatchObject({ reason: 'Invalid', error: { message: 'id: expected string' } });
    expect(lines()[1]).toMatchObject({ RejectedInvalid: 1 });
  });

  it('throws for an event of another kind', async () => {
    const { handler } = build(async () => undefined);
    const refused = handler({ Messages: [] }, buildLambdaContext());
    await expect(refused).rejects.toThrow(InvalidEventError);
    await expect(refused).rejects.toThrow('Records: missing');
  });

  it('throws before the timeout what the deadline cut off', async () => {
    const { handler } = build(() => new Promise(() => undefined));
    const context = buildLambdaContext({ remainingMs: 200 });
    // Timers of one process run in the order in which they are due, however late.
    const timeout = delay(context.getRemainingTimeInMillis(), 'timed out');
    const cut = handler(event('a'), context).catch((error: unknown) => error);
    expect(await Promise.race([cut, timeout])).toMatchObject({
      name: 'RecordsFailedError',
      errors: [expect.any(DeadlineError)],
    });
  });
});

describe('asyncEvent for messages of SNS', () => {
  const build = (handle: (id: string) => Promise<void>) => {
    const { log, metrics, lines } = recordLines();
    const handler = asyncEvent({
      ...{ log, metrics, records: snsRecords },
      record: snsRecord(z.object({ id: z.string() })),
      ids: ({ Sns }) => ({ messageId: Sns.MessageId }),
      handle: ({ Sns }) => handle(Sns.Message.id),
    });
    return { handler, lines };
  };

  it('handles every record, and asks for the whole event again when one of them failed', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async (id) => {
      seen.push(id);
      if (id === 'b') throw new TypeError('no b');
    });
    const failed = handler(buildSnsEvent(['{"id":"a"}', '{"id":"b"}', '{"id":"c"}']), buildLambdaContext());
    await expect(failed).rejects.toThrow('1 of 3 records failed: TypeError: no b');
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(lines()[0]).toMatchObject({ message: 'record failed', messageId: 'message-2' });
  });

  it('rejects a message of another shape once, and handles the others', async () => {
    const seen: string[] = [];
    const { handler, lines } = build(async (id) => void seen.push(id));
    await handler(buildSnsEvent(['hello', '{"id":"b"}']), buildLambdaContext());
    expect(seen).toEqual(['b']);
    expect(lines()[0]).toMatchObject({
      reason: 'Invalid',
      error: { message: 'Sns.Message: not valid JSON' },
    });
  });
});

it('asyncEvent for EventBridge handles the one event that it is given', async () => {
  const seen: unknown[] = [];
  const { log, metrics } = recordLines();
  const handler = asyncEvent({
    ...{
      log,
      metrics,
      records: eventBridgeRecords,
      record: eventBridgeRecord(z.object({ type: z.string() })),
    },
    handle: async ({ id, detail }) => void seen.push([id, detail.type]),
  });
  const event = buildEventBridgeEvent({ type: 'MatchmakingSucceeded' });
  await handler(event, buildLambdaContext());
  expect(seen).toEqual([[event.id, 'MatchmakingSucceeded']]);
  await expect(handler({ Records: [] }, buildLambdaContext())).rejects.toThrow('source: missing');
});
