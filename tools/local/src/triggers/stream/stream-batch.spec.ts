import { describe, expect, it } from '@jest/globals';
import type { BatchOutcome } from '../delivery/invoke-batch.ts';
import { newStreamBatch, nextStep, type StreamPolicy, type StreamStep } from './stream-batch.ts';
import { streamRecords } from './stream-records.fixture.ts';

const policy: StreamPolicy = {
  reportBatchItemFailures: true,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: 2,
};
const bisecting = { ...policy, bisectBatchOnFunctionError: true };
const noRetries = { ...policy, maximumRetryAttempts: 0 };

const batch = newStreamBatch(streamRecords(['8', '9', '10', '11']));
const triedTwice = { ...batch, failedTries: 2, invokeCount: 2, waits: 2 };
const single = newStreamBatch(streamRecords(['8']));

const functionError: BatchOutcome = { kind: 'function-error', requestId: 'r', payload: '{}' };
const throttled: BatchOutcome = { kind: 'not-run', reason: 'throttled', message: 'Rate exceeded' };
const answered = (payload: string): BatchOutcome => ({ kind: 'answered', requestId: 'r', payload });
const failed = (...ids: string[]) =>
  answered(JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }));

/** `done | batch:failedTries:waits ... | given up` */
function summary(step: StreamStep): string {
  const numbers = (records: typeof batch.records) =>
    records.map((record) => record.dynamodb.SequenceNumber).join(',');
  const next = step.next.map((part) => `${numbers(part.records)}:${part.failedTries}:${part.waits}`);
  return [step.done, next.join(' '), step.givenUp === undefined ? '' : numbers(step.givenUp.records)].join(
    ' | ',
  );
}

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
describe('after a try of a stream batch', () => {
  it.each<[string, typeof batch, BatchOutcome, StreamPolicy, string]>([
    ['success: all is done', batch, answered('null'), policy, '4 |  | '],
    [
      'an answer that was not asked for: all is done',
      batch,
      failed('9'),
      { ...policy, reportBatchItemFailures: false },
      '4 |  | ',
    ],
    ['function error: the same batch, later', batch, functionError, policy, '0 | 8,9,10,11:1:1 | '],
    ['malformed answer: the same batch, later', batch, failed(''), policy, '0 | 8,9,10,11:1:1 | '],
    ['unknown sequence number: the same batch, later', batch, failed('7'), policy, '0 | 8,9,10,11:1:1 | '],
    [
      'lowest number of several, compared as numbers',
      batch,
      failed('11', '10', '9'),
      policy,
      '1 | 9,10,11:1:1 | ',
    ],
    [
      'partial failure while bisecting: no retry, no wait',
      batch,
      failed('10'),
      bisecting,
      '2 | 10,11:0:0 | ',
    ],
    [
      'first record failed while bisecting: halves',
      batch,
      failed('8'),
      bisecting,
      '0 | 8,9:0:0 10,11:0:0 | ',
    ],
    [
      'function error while bisecting: halves, no retry',
      batch,
      functionError,
      bisecting,
      '0 | 8,9:0:0 10,11:0:0 | ',
    ],
    ['one record left while bisecting: a retry', single, functionError, bisecting, '0 | 8:1:1 | '],
    ['last retry failed: given up', triedTwice, functionError, policy, '0 |  | 8,9,10,11'],
    ['last retry failed in the middle: the rest given up', triedTwice, failed('10'), policy, '2 |  | 10,11'],
    ['no retries: given up at once', batch, functionError, noRetries, '0 |  | 8,9,10,11'],
    [
      'retries without end',
      triedTwice,
      functionError,
      { ...policy, maximumRetryAttempts: -1 },
      '0 | 8,9,10,11:3:3 | ',
    ],
    [
      'throttled: waits, uses no retry, is not split',
      triedTwice,
      throttled,
      bisecting,
      '0 | 8,9,10,11:2:3 | ',
    ],
  ])('%s', (_title, tried, outcome, rules, expected) => {
    expect(summary(nextStep(tried, outcome, rules))).toBe(expected);
  });

  it('counts the times that the function was run', () => {
    const { next } = nextStep(triedTwice, functionError, bisecting);
    expect(next.map((part) => part.invokeCount)).toEqual([3, 3]);
    expect(nextStep(batch, throttled, policy).next[0]?.invokeCount).toBe(0);
  });
});
