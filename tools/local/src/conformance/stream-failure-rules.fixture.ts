import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { malformedAnswers, successAnswers } from '../triggers/delivery/batch-answers.fixture.ts';
import { functionError } from '../triggers/delivery/fake-invoker.fixture.ts';
import type { StreamEventRecord } from '../triggers/stream/stream-record.ts';
import { reportOf } from './recording-invoker.fixture.ts';
import { pages, type Rule } from './rule.fixture.ts';
import { nameOf, numbersOf, seen, type StreamWorld } from './stream-world.fixture.ts';

const holds = (records: readonly StreamEventRecord[], name: string) => records.map(nameOf).includes(name);

/** How a batch is tried again that failed, in whole or in part. */
export const streamFailureRules: Rule<StreamWorld>[] = [
  {
    rule: 'a failing batch is tried again and blocks its shard, so that the order is kept',
    source: pages.stream,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const { calls } = consume(table, (_records, call) => (call <= 3 ? functionError : 'null'), {
        batchSize: 2,
      });
      await eventually(() => expect(seen(calls)).toBe('ab ab ab ab c'));
    },
  },
  {
    rule: 'the lowest reported sequence number is the checkpoint, and everything from there is sent again',
    source: pages.streamReports,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abcdefghijkl']);
      const { calls } = consume(table, (records, call) =>
        call === 1 ? reportOf(...numbersOf(records, 'bjl').toReversed()) : 'null',
      );
      await eventually(() => expect(seen(calls)).toBe('abcdefghijkl bcdefghijkl'));
    },
  },
  ...successAnswers.map(([what, answer]) => ({
    rule: `an answer with ${what} succeeds with the whole batch`,
    source: pages.streamReports,
    shows: async ({ createTable, put, consume }: StreamWorld) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const { calls } = consume(table, () => answer, { batchSize: 2 });
      await eventually(() => expect(seen(calls)).toBe('ab c'));
    },
  })),
  ...malformedAnswers.map(([what, answer]) => ({
    rule: `an answer with ${what} fails the whole batch`,
    source: pages.streamReports,
    shows: async ({ createTable, put, consume }: StreamWorld) => {
      const table = await createTable();
      await put(table, [...'abc']);
      const malformed = (records: StreamEventRecord[]) =>
        answer.replaceAll('ID', String(numbersOf(records, 'b')));
      const { calls } = consume(table, (records, call) => (call === 1 ? malformed(records) : 'null'), {
        batchSize: 2,
      });
      await eventually(() => expect(seen(calls)).toBe('ab ab c'));
    },
  })),
  {
    rule: 'a batch that fails is split in two until the bad record stands alone, and splitting uses no retry',
    source: pages.streamErrors,
    shows: async ({ createTable, put, consume, queues }) => {
      const [table, failed] = [await createTable(), await queues.createQueue()];
      await put(table, [...'abcd']);
      const policy = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 };
      const { calls } = consume(
        table,
        (records) => (holds(records, 'c') ? functionError : 'null'),
        policy,
        failed,
      );
      await eventually(() => expect(seen(calls)).toBe('abcd ab cd c c d'));
      const [message] = await queues.receive(failed);
      expect(JSON.parse(message?.Body ?? '')).toMatchObject({
        requestContext: { approximateInvokeCount: 4 },
        DDBStreamBatchInfo: { batchSize: 1 },
      });
    },
  },
  {
    rule: 'with both, a partial answer cuts the batch at the reported record',
    source: pages.streamReports,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'abcde']);
      const policy = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 };
      const { calls } = consume(table, (records) => reportOf(...numbersOf(records, 'b')), policy);
      await eventually(() => expect(seen(calls)).toBe('abcde bcde bc b c de'));
    },
  },
  {
    rule: 'a throttled try uses no retry and splits nothing',
    source: pages.streamErrors,
    shows: async ({ createTable, put, consume }) => {
      const table = await createTable();
      await put(table, [...'ab']);
      const policy = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 };
      const { calls, lines } = consume(table, (_records, call) => (call <= 2 ? 'throttled' : 'null'), policy);
      await eventually(() => expect(seen(calls)).toBe('ab ab ab'));
      expect(lines.filter((line) => line.includes('throttled'))).toHaveLength(1);
    },
  },
];
