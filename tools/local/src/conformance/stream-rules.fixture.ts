import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { functionError } from '../triggers/delivery/fake-invoker.fixture.ts';
import type { StreamEventRecord } from '../triggers/stream/stream-record.ts';
import { streamFailureRules } from './stream-failure-rules.fixture.ts';
import { pages, type Rule } from './rule.fixture.ts';
import { FUNCTION_ARN, nameOf, numbersOf, seen, type StreamWorld } from './stream-world.fixture.ts';

const holds = (records: readonly StreamEventRecord[], name: string) => records.map(nameOf).includes(name);

const batches: Rule<StreamWorld>[] = [
  {
    rule: 'a batch holds at most 100 records by default, in order, from the oldest at TRIM_HORIZON',
    source: pages.streamParameters,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      const names = Array.from({ length: 120 }, (_, index) => `${index} `);
      await put(table, names);
      const { calls } = consume(table);
      await eventually(() => expect(calls.flatMap(({ records }) => records.map(nameOf))).toEqual(names));
      expect(calls[0]?.records).toHaveLength(100);
    },
  },
  {
    rule: 'a batch that does not fill waits for the whole batching window',
    source: pages.streamParameters,
    shows: async ({ clock, createTable, put, consume }) => {
      const table = await createTable();
      const { calls } = consume(table, undefined, { maximumBatchingWindowSeconds: 60 });
      const writtenAt = clock.now();
      await put(table, [...'ab']);
      await eventually(() => expect(seen(calls)).toBe('ab'));
      expect((calls[0]?.at ?? 0) - writtenAt).toBeGreaterThanOrEqual(60_000);
    },
  },
  {
    rule: 'a full batch does not wait for the end of its window',
    source: pages.streamParameters,
    shows: async ({ clock, createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const startedAt = clock.now();
      const { calls } = consume(table, undefined, { batchSize: 3, maximumBatchingWindowSeconds: 300 });
      await eventually(() => expect(seen(calls)).toBe('abc'));
      expect((calls[0]?.at ?? Infinity) - startedAt).toBeLessThan(300_000);
    },
  },
];

const endings: Rule<StreamWorld>[] = [
  {
    rule: 'after its retries a batch is given up, and the shard goes on',
    source: pages.streamErrors,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const { calls } = consume(table, (records) => (holds(records, 'a') ? functionError : 'null'), {
        batchSize: 2,
        maximumRetryAttempts: 2,
      });
      await eventually(() => expect(seen(calls)).toBe('ab ab ab c'));
    },
  },
  {
    rule: 'the on-failure destination gets where the records stand, not the records',
    source: pages.streamErrors,
    shows: async ({ createTable, put, consume, queues }) => {
      const [table, failed] = [await createTable(), await queues.createQueue()];
      await put(table, [...'ab']);
      const { calls } = consume(table, () => functionError, { maximumRetryAttempts: 1 }, failed);
      const [message] = await eventually(async () => {
        const found = await queues.receive(failed);
        expect(found).toHaveLength(1);
        return found;
      });
      const numbers = numbersOf(calls[0]?.records ?? [], 'ab');
      const arrival = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(JSON.parse(message?.Body ?? '')).toEqual({
        requestContext: {
          requestId: expect.stringMatching(/^[\da-f-]{36}$/),
          functionArn: FUNCTION_ARN,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        DDBStreamBatchInfo: {
          shardId: expect.stringMatching(/^shardId-/),
          startSequenceNumber: numbers[0],
          endSequenceNumber: numbers[1],
          approximateArrivalOfFirstRecord: arrival,
          approximateArrivalOfLastRecord: arrival,
          batchSize: 2,
          streamArn: table.streamArn,
        },
      });
    },
  },
  {
    rule: 'a record over the maximum age is given up, with its condition',
    source: pages.streamParameters,
    shows: async ({ createTable, put, consume, queues }) => {
      const [table, failed] = [await createTable(), await queues.createQueue()];
      await put(table, ['a']);
      const { calls } = consume(table, () => functionError, { maximumRecordAgeSeconds: 60 }, failed);
      await eventually(async () => expect(await queues.left(failed)).toBe(1));
      const [message] = await queues.receive(failed);
      const { requestContext } = JSON.parse(message?.Body ?? '');
      expect(requestContext).toMatchObject({
        condition: 'RecordAgeExceeded',
        approximateInvokeCount: calls.length,
      });
    },
  },
];

const selection: Rule<StreamWorld>[] = [
  {
    rule: 'records that no filter matches are passed over, and later ones are not held back',
    source: pages.streamFilters,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const Pattern = JSON.stringify({ dynamodb: { Keys: { Name: { S: [{ 'anything-but': 'b' }] } } } });
      const { calls } = consume(table, undefined, { filterCriteria: { Filters: [{ Pattern }] } });
      await eventually(() => expect(calls.flatMap(({ records }) => records.map(nameOf))).toEqual(['a', 'c']));
    },
  },
  {
    rule: "the stream is read in the name of the function's role: without its permission nothing is delivered",
    source: pages.permissions,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable('-denied');
      await put(table, ['a']);
      const { calls, lines } = consume(table);
      await eventually(() =>
        expect(lines.join()).toMatch(
          /is not authorized to perform: dynamodb:\w+ on resource: \S+-denied\/stream\//,
        ),
      );
      expect(calls).toEqual([]);
    },
  },
];

/** The rules of a stream mapping. */
export const streamRules = [...batches, ...streamFailureRules, ...endings, ...selection];
