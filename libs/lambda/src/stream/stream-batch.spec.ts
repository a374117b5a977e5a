import { describe, expect, it } from '@jest/globals';
import { buildSqsEvent, buildStreamEvent, type StreamChange } from '@hanok/events/testing';
import { playerImage, type PlayerImage, playerKey, type PlayerKey } from '../records.fixture.ts';
import { RejectedRecordError, streamBatch, type StreamBatchHandler } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

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
  const noted: string[] = [];
  const handler = streamBatch({
    ...{ log, metrics, handle },
    key: playerKey,
    image: playerImage,
    noteRejected: async (records) => void noted.push(...records.map((each) => each.sequenceNumber)),
  });
  return { handler, noted, lines };
}

const failing = (error: Error, ...sequenceNumbers: string[]) =>
  sequenceNumbers.map((sequenceNumber) => ({ sequenceNumber, error }));
const rejection = new RejectedRecordError('TooLong', 'Name: too long', { fields: { length: 300 } });

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

  it('notes a record that cannot be read, and applies what stands before and behind it', async () => {
    const applied: string[] = [];
    const { handler, noted, lines } = build(async (changes) => {
      applied.push(...changes.map((each) => each.sequenceNumber));
      return [];
    });
    const event = buildStreamEvent([change('1', '1'), change('2', 'NaN'), change('3', '3')]);
    const answer = await handler(event, buildLambdaContext());
    expect(applied).toEqual(['1', '3']);
    expect({ answer, noted }).toEqual({ answer: { batchItemFailures: [] }, noted: ['2'] });
    expect(lines()).toEqual([
      expect.objectContaining({
        ...{ level: 'warn', message: 'record rejected', sequenceNumber: '2', reason: 'Invalid' },
        error: expect.objectContaining({ message: 'NewImage.Score: expected number' }),
      }),
      expect.objectContaining({ message: 'batch', received: 3, failed: 0 }),
      expect.objectContaining({ RecordsReceived: 3, RecordsRejected: 1, RejectedInvalid: 1 }),
    ]);
  });

  it.each([
    ['no sequence number', { eventSource: 'aws:dynamodb', dynamodb: { Keys: { PlayerName: { S: 'a' } } } }],
    [
      'a sequence number that is none',
      { ...buildStreamEvent([change('1', '1')]).Records[0], dynamodb: { SequenceNumber: 'x' } },
    ],
    ['no change', { eventSource: 'aws:dynamodb' }],
    ['nothing', null],
  ])('notes a record with %s, and passes it over too', async (_case, record) => {
    const applied: string[] = [];
    const { handler, noted } = build(async (changes) => {
      applied.push(...changes.map((each) => each.sequenceNumber));
      return [];
    });
    const { Records } = buildStreamEvent([change('1', '1'), change('3', '3')]);
    const answer = await handler({ Records: [Records[0], record, Records[1]] }, buildLambdaContext());
    expect(applied).toEqual(['1', '3']);
    expect({ answer, noted }).toEqual({ answer: { batchItemFailures: [] }, noted: [''] });
  });

  it('notes a record without a sequence number once, with the batch that does not fail before it', async () => {
    const { handler, noted } = build(async () => failing(new Error('no Redis'), '1'));
    const { Records } = buildStreamEvent([change('1', '1')]);
    const answer = await handler({ Records: [...Records, {}] }, buildLambdaContext());
    expect({ answer, noted }).toEqual({
      answer: { batchItemFailures: [{ itemIdentifier: '1' }] },
      noted: [],
    });
  });

  it.each(['INSERT', 'MODIFY'] as const)(
    'takes no %s without the new item for a removal',
    async (eventName) => {
      const { handler, noted } = build(() => Promise.reject(new Error('not to be called')));
      const { newImage, ...keysAlone } = change('1', '1');
      expect(newImage).toBeDefined();
      const answer = await handler(buildStreamEvent([{ ...keysAlone, eventName }]), buildLambdaContext());
      expect({ answer, noted }).toEqual({ answer: { batchItemFailures: [] }, noted: ['1'] });
    },
  );

  it('notes what the handler rejects, and answers what it fails', async () => {
    const { handler, noted, lines } = build(async () => [
      ...failing(rejection, '1', '3'),
      ...failing(new Error('no Redis'), '2'),
    ]);
    const event = buildStreamEvent(['1', '2', '3'].map((each) => change(each, '1')));
    const answer = await handler(event, buildLambdaContext());
    // The third comes again with the second.
    expect({ answer, noted }).toEqual({
      answer: { batchItemFailures: [{ itemIdentifier: '2' }] },
      noted: ['1'],
    });
    expect(lines()[0]).toMatchObject({ message: 'record rejected', reason: 'TooLong', length: 300 });
  });

  it('tries a batch that is rejected as a whole again, until one record is left', async () => {
    const { handler, noted } = build(() => Promise.reject(rejection));
    const event = buildStreamEvent([change('1', '1'), change('2', '1')]);
    expect(await handler(event, buildLambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(noted).toEqual([]);
    const alone = buildStreamEvent([change('1', '1')]);
    expect(await handler(alone, buildLambdaContext())).toEqual({ batchItemFailures: [] });
    expect(noted).toEqual(['1']);
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
    for (const event of [
      {},
      { Records: 5 },
      buildSqsEvent(['a', 'b']),
      { Records: [{ eventSource: 'aws:s3' }] },
    ])
      await expect(handler(event, buildLambdaContext())).rejects.toMatchObject({ name: 'InvalidEventError' });
  });
});
