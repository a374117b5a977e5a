import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonString } from '@hanok/events';
import { buildKinesisEvent, buildStreamEvent } from '@hanok/events/testing';
import { startQueue } from '@hanok/testing';
import { playerImage, playerKey } from '../records.fixture.ts';
import { noteInQueue } from './failure-queue.ts';
import { kinesisBatch, streamBatch } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

let queue: Awaited<ReturnType<typeof startQueue>>;
beforeAll(async () => {
  queue = await startQueue();
});
afterAll(() => queue.stop());

const handlerFor = (queueUrl: string) => {
  const { log, metrics, lines } = recordLines();
  const handle = async () => [];
  const noteRejected = noteInQueue({ client: queue.client, queueUrl });
  return {
    handler: streamBatch({ log, metrics, key: playerKey, image: playerImage, handle, noteRejected }),
    lines,
  };
};

const unreadable = (sequenceNumber: string, PlayerName = 'a') => ({
  eventName: 'MODIFY' as const,
  sequenceNumber,
  keys: { PlayerName: { S: PlayerName } },
  newImage: { PlayerName: { S: PlayerName }, Score: { S: 'many' }, Password: { S: 'hunter2' } },
  at: 1_700_000_000,
});

describe('noteInQueue', () => {
  it('sends a message for each rejected record: why, and which item, and nothing else of it', async () => {
    const { handler } = handlerFor(queue.queueUrl);
    const event = buildStreamEvent([unreadable('7')]);
    const context = buildLambdaContext({ awsRequestId: 'r' });
    expect(await handler(event, context)).toEqual({ batchItemFailures: [] });
    expect(await queue.take()).toEqual([
      {
        functionName: 'function-under-test',
        requestId: 'r',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        reason: 'Invalid',
        message: 'NewImage.Score: expected number',
        SequenceNumber: '7',
        eventID: event.Records[0]?.eventID,
        eventName: 'MODIFY',
        eventSourceARN: event.Records[0]?.eventSourceARN,
        Keys: { PlayerName: { S: 'a' } },
      },
    ]);
  });

  it('sends more than the ten messages that SQS takes at once', async () => {
    const { handler } = handlerFor(queue.queueUrl);
    const records = Array.from({ length: 25 }, (_, index) => unreadable(String(index + 1)));
    expect(await handler(buildStreamEvent(records), buildLambdaContext())).toEqual({ batchItemFailures: [] });
    const noted = await queue.take();
    expect(noted.map(({ SequenceNumber }) => Number(SequenceNumber)).toSorted((a, b) => a - b)).toEqual(
      records.map((_, index) => index + 1),
    );
  });

  it('tells of a record with hostile parts what can be told', async () => {
    const { handler } = handlerFor(queue.queueUrl);
    const record = { eventID: 5, eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1' } };
    const large = buildStreamEvent([unreadable('2', 'x'.repeat(300_000))]).Records;
    await handler({ Records: [record, ...large] }, buildLambdaContext());
    const [first, second] = await queue.take();
    expect(first).toMatchObject({
      SequenceNumber: '1',
      message: expect.stringContaining('dynamodb.Keys: missing'),
    });
    expect(first).not.toHaveProperty('eventID');
    expect(second).toMatchObject({ SequenceNumber: '2', eventName: 'MODIFY' });
    expect(second).not.toHaveProperty('Keys');
  });

  it('tells of a record that is none why it was passed over', async () => {
    const { handler } = handlerFor(queue.queueUrl);
    expect(
      await handler({ Records: [null, { dynamodb: 5, eventName: 'MODIFY' }] }, buildLambdaContext()),
    ).toEqual({
      batchItemFailures: [],
    });
    const [first, second] = await queue.take();
    expect(first).toMatchObject({ reason: 'Invalid', SequenceNumber: '' });
    expect(second).toMatchObject({ reason: 'Invalid', SequenceNumber: '', eventName: 'MODIFY' });
  });

  it('notes a key of characters that no message of SQS may have', async () => {
    const { handler } = handlerFor(queue.queueUrl);
    const name = 'a\uFFFE\uFFFF\u0000\ud800';
    const answer = await handler(buildStreamEvent([unreadable('7', name)]), buildLambdaContext());
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await queue.take()).toEqual([expect.objectContaining({ Keys: { PlayerName: { S: name } } })]);
  });

  it('fails the first record that could not be noted, so that the shard is read again from there', async () => {
    const { handler, lines } = handlerFor(`${queue.queueUrl}-gone`);
    const answer = await handler(buildStreamEvent([unreadable('7'), unreadable('8')]), buildLambdaContext());
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(lines()[0]).toMatchObject({
      level: 'error',
      message: 'batch failed',
      sequenceNumber: '7',
      error: { message: 'Rejected records could not be noted', cause: { name: 'QueueDoesNotExist' } },
    });
  });

  it('tells of a record of Kinesis its partition key, and nothing else of it', async () => {
    const { log, metrics } = recordLines();
    const handler = kinesisBatch({
      ...{ log, metrics, data: jsonString(playerKey), handle: async () => [] },
      noteRejected: noteInQueue({ client: queue.client, queueUrl: queue.queueUrl }),
    });
    const bad = { sequenceNumber: '7', partitionKey: 'kim', data: '{"Password":"hunter2"}' };
    const event = buildKinesisEvent([bad]);
    expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
    const [note, ...others] = await queue.take();
    expect(others).toEqual([]);
    expect(note).toMatchObject({
      ...{ reason: 'Invalid', message: 'PlayerName: missing', SequenceNumber: '7', partitionKey: 'kim' },
      ...{ eventID: event.Records[0]?.eventID, eventSourceARN: event.Records[0]?.eventSourceARN },
    });
    expect(JSON.stringify(note)).not.toContain('hunter2');
  });
});
