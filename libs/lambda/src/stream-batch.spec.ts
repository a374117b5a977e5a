import { describe, expect, it } from '@jest/globals';
import { playerImage, playerKey, type PlayerImage, type PlayerKey } from '@hanok/events';
import { buildStreamEvent, type StreamChange } from '@hanok/events/testing';
import { streamBatch, type StreamBatchHandler } from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

type Handler = StreamBatchHandler<PlayerKey, PlayerImage>;

const change = (sequenceNumber: string, Score: string): StreamChange => ({
  eventName: 'MODIFY',
  sequenceNumber,
  keys: { PlayerName: { S: 'a' } },
  newImage: { PlayerName: { S: 'a' }, Score: { N: Score } },
  at: 1_700_000_000,
});

function build(handle: Handler) {
  const { log, metrics, lines } = recordLines();
  return { handler: streamBatch({ log, metrics, key: playerKey, image: playerImage, handle }), lines };
}

describe('streamBatch', () => {
  it('hands over keys and images as plain values, in order', async () => {
    const seen: unknown[] = [];
    const { handler } = build(async (changes) => {
      seen.push(...changes);
      return [];
    });
    const removal: StreamChange = {
      eventName: 'REMOVE',
      sequenceNumber: '12',
      keys: { PlayerName: { S: 'b' } },
      at: 1,
    };
    const answer = await handler(buildStreamEvent([change('9', '1100'), removal]), buildLambdaContext());
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      {
        sequenceNumber: '9',
        changedAt: 1_700_000_000_000,
        key: { PlayerName: 'a' },
        image: { PlayerName: 'a', Score: 1100 },
      },
      { sequenceNumber: '12', changedAt: 1000, key: { PlayerName: 'b' }, image: undefined },
    ]);
  });

  it('hands over a change whose record does not say when it was made', async () => {
    const seen: unknown[] = [];
    const { handler } = build(async (changes) => {
      seen.push(...changes.map(({ sequenceNumber, changedAt }) => ({ sequenceNumber, changedAt })));
      return [];
    });
    const event = buildStreamEvent([change('9', '1100')]);
    for (const { dynamodb } of event.Records) Reflect.deleteProperty(dynamodb, 'ApproximateCreationDateTime');
    expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([{ sequenceNumber: '9', changedAt: undefined }]);
  });

  it('applies what stands before the first bad record and answers that record', async () => {
    const applied: string[] = [];
    const { handler, lines } = build(async (changes) => {
      applied.push(...changes.map((each) => each.sequenceNumber));
      return [];
    });
    const event = buildStreamEvent([change('1', '1'), change('2', 'NaN'), change('3', '3')]);
    const answer = await handler(event, buildLambdaContext());
    expect(applied).toEqual(['1']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(lines()[0]).toMatchObject({
      level: 'error',
      message: 'batch failed',
      sequenceNumber: '2',
      error: { name: 'InvalidRecordError', message: 'NewImage.Score: expected number' },
    });
    expect(lines()[1]).toMatchObject({ message: 'batch', received: 3, failed: 2 });
  });

  it('answers the lowest of several failed sequence numbers, compared as numbers', async () => {
    const failures = ['100', '99', '101'].map((sequenceNumber) => ({
      sequenceNumber,
      error: new Error(`no ${sequenceNumber}`),
    }));
    const { handler, lines } = build(async () => failures);
    const event = buildStreamEvent([change('99', '1'), change('100', '2'), change('101', '3')]);
    expect(await handler(event, buildLambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: '99' }],
    });
    expect(lines()[0]).toMatchObject({ sequenceNumber: '99', error: { message: 'no 99' } });
  });

  it('writes one line of a batch of 100 that failed, and counts it', async () => {
    const { handler, lines } = build(async (changes) =>
      changes.map(({ sequenceNumber }) => ({ sequenceNumber, error: new Error('no Redis') })),
    );
    const changes = Array.from({ length: 100 }, (_, index) => change(String(index + 1), '1'));
    await handler(buildStreamEvent(changes), buildLambdaContext({ awsRequestId: 'r' }));
    const common = { service: 'test', requestId: 'r' };
    expect(lines()).toEqual([
      {
        ...{ ...common, level: 'error', message: 'batch failed' },
        ...{ sequenceNumber: '1', error: expect.objectContaining({ name: 'Error', message: 'no Redis' }) },
      },
      { ...common, level: 'info', message: 'batch', received: 100, failed: 100 },
      expect.objectContaining({ RecordsReceived: 100, RecordBatchesFailed: 1 }),
    ]);
  });

  it('answers the first record when the handler rejects', async () => {
    const { handler } = build(() => Promise.reject(new Error('no Redis')));
    const event = buildStreamEvent([change('5', '1'), change('6', '2')]);
    expect(await handler(event, buildLambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: '5' }],
    });
  });

  it('refuses an event of another source', async () => {
    const { handler } = build(async () => []);
    await expect(handler({}, buildLambdaContext())).rejects.toMatchObject({ name: 'InvalidEventError' });
  });
});
