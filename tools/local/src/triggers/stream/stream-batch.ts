import type { BatchOutcome } from '../delivery/invoke-batch.ts';
import { parseBatchAnswer } from '../delivery/partial-batch.ts';
import type { StreamEventRecord } from './stream-record.ts';

/** Consecutive records of a shard that are tried together. */
export type StreamBatch = {
  records: readonly StreamEventRecord[];
  /** Tries that the function failed and that count towards the retry limit; splitting counts none. */
  failedTries: number;
  /** Times that the function was run with these records. */
  invokeCount: number;
  /** Tries in a row after which this batch waits before the next one. */
  waits: number;
  /** How the last try went. */
  last: BatchOutcome | undefined;
};

export type StreamPolicy = {
  reportBatchItemFailures: boolean;
  bisectBatchOnFunctionError: boolean;
  /** -1: no limit. */
  maximumRetryAttempts: number;
};

/** What follows a try: records that are done, then batches to try next, or a batch to give up. */
export type StreamStep = { done: number; next: readonly StreamBatch[]; givenUp?: StreamBatch };

/** A batch that was never tried. */
export function newStreamBatch(records: readonly StreamEventRecord[]): StreamBatch {
  return { records, failedTries: 0, invokeCount: 0, waits: 0, last: undefined };
}

/**
 * Lambda's rules for a try of a stream batch. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function nextStep(batch: StreamBatch, outcome: BatchOutcome, policy: StreamPolicy): StreamStep {
  if (outcome.kind === 'not-run')
    return { done: 0, next: [{ ...batch, waits: batch.waits + 1, last: outcome }] };
  const tried = { ...batch, invokeCount: batch.invokeCount + 1, last: outcome };
  const failedAt = firstFailure(tried, outcome, policy);
  if (failedAt === undefined) return { done: batch.records.length, next: [] };
  return failedAt > 0 ? afterProgress(tried, failedAt, policy) : afterFailure(tried, policy);
}

/** Index of the record from which on the batch failed; undefined when all of it succeeded. */
function firstFailure(batch: StreamBatch, outcome: BatchOutcome, policy: StreamPolicy): number | undefined {
  if (outcome.kind !== 'answered') return 0;
  if (!policy.reportBatchItemFailures) return undefined;
  const sequenceNumbers = batch.records.map((record) => record.dynamodb.SequenceNumber);
  const answer = parseBatchAnswer(outcome.payload, new Set(sequenceNumbers));
  if (answer.kind !== 'failed') return answer.kind === 'succeeded' ? undefined : 0;
  const [lowest] = [...answer.identifiers].sort(compareSequenceNumbers);
  return lowest === undefined ? undefined : sequenceNumbers.indexOf(lowest);
}

/** The records before the checkpoint are done. With bisecting on, this is the split, which uses no retry. */
function afterProgress(batch: StreamBatch, failedAt: number, policy: StreamPolicy): StreamStep {
  const rest = { ...batch, records: batch.records.slice(failedAt) };
  if (policy.bisectBatchOnFunctionError) return { done: failedAt, next: [{ ...rest, waits: 0 }] };
  return { ...retry(rest, policy), done: failedAt };
}

function afterFailure(batch: StreamBatch, policy: StreamPolicy): StreamStep {
  if (!policy.bisectBatchOnFunctionError || batch.records.length < 2) return retry(batch, policy);
  const middle = Math.ceil(batch.records.length / 2);
  const halves = [batch.records.slice(0, middle), batch.records.slice(middle)];
  return { done: 0, next: halves.map((records) => ({ ...batch, records, waits: 0 })) };
}

function retry(batch: StreamBatch, policy: StreamPolicy): StreamStep {
  const failedTries = batch.failedTries + 1;
  const limit = policy.maximumRetryAttempts;
  if (limit !== -1 && failedTries > limit) return { done: 0, next: [], givenUp: { ...batch, failedTries } };
  return { done: 0, next: [{ ...batch, failedTries, waits: batch.waits + 1 }] };
}

/** Orders sequence numbers of up to 40 digits, as a sort's comparison. */
function compareSequenceNumbers(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
