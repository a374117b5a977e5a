import type { StreamBatchResponse } from '@hanok/events';
import { asError, RejectedRecordError } from '../errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import { inTraces } from '../observation/log-ids.ts';
import type { Observation } from '../observation/observe.ts';

/**
 * A record that was not applied. With a `RejectedRecordError` no retry would help, and it is passed over; with any
 * other error the shard is read again from here.
 */
export type StreamFailure = { sequenceNumber: string; error: Error };

/**
 * Applies records in order and answers the ones that failed; a rejection fails from the first. Settles soon after
 * the signal aborts, with what is unfinished among the failures.
 */
export type ShardHandler<Change> = (
  changes: readonly Change[],
  signal: AbortSignal,
) => Promise<readonly StreamFailure[]>;

/** A record that is passed over. */
export type RejectedRecord = {
  /** No text when the record does not tell it. */
  sequenceNumber: string;
  error: RejectedRecordError;
  /** As Lambda sent it. */
  record: unknown;
};

/** Notes records that are passed over, so that each can be looked after. Rejects when it did not note all of them. */
export type NoteRejected = (
  records: readonly RejectedRecord[],
  invocation: { context: LambdaContext; signal: AbortSignal },
) => Promise<void>;

export type ShardOptions<Change> = Observation & { handle: ShardHandler<Change>; noteRejected: NoteRejected };

/** How the records of one kind of stream are read. */
type Reading<Change> = {
  /** Throws `InvalidEventError` for an event of another kind. */
  recordsOf(event: unknown): RawRecord[];
  read(record: unknown): Promise<Change | RejectedRecordError>;
  /** Headers of X-Ray of the traces that the changes belong to. */
  tracesOf?(changes: readonly Change[]): readonly string[];
};

/** `sequenceNumber` is no text when the record does not tell it. */
export type RawRecord = { sequenceNumber: string; record: unknown };

/** A handler for the records of one shard of a stream, as `streamBatch` and `kinesisBatch` promise it. */
export function shardBatch<Change extends { sequenceNumber: string }>(
  options: ShardOptions<Change>,
  { recordsOf, read, tracesOf = () => [] }: Reading<Change>,
) {
  return (event: unknown, context: LambdaContext): Promise<StreamBatchResponse> =>
    runInvocation(context, options.metrics, async () => {
      const records = recordsOf(event);
      const unreadable: RejectedRecord[] = [];
      const changes: Change[] = [];
      for (const { sequenceNumber, record } of records) {
        const change = await read(record);
        if (change instanceof Error) unreadable.push({ sequenceNumber, error: change, record });
        else changes.push(change);
      }
      return inTraces(tracesOf(changes), async () => {
        const failures = await settle(options.handle, changes, context);
        const failed = lowestOf(failures.filter(({ error }) => !(error instanceof RejectedRecordError)));
        const rejected = rejectedBefore(failed, [...unreadable, ...rejectedIn(failures, records)], records);
        return report(options, records, (await noteAll(rejected, options, context)) ?? failed);
      });
    });
}

async function settle<Change extends { sequenceNumber: string }>(
  handle: ShardHandler<Change>,
  changes: readonly Change[],
  context: LambdaContext,
): Promise<readonly StreamFailure[]> {
  const [first] = changes;
  if (!first) return [];
  try {
    return await beforeDeadline(context, (signal) => handle(changes, signal));
  } catch (thrown) {
    const error = asError(thrown);
    // Of several changes it does not say which one it rejects: they are tried again, in smaller batches.
    const isUnclear = changes.length > 1 && error instanceof RejectedRecordError;
    const { sequenceNumber } = first;
    return [
      { sequenceNumber, error: isUnclear ? new Error('The batch was rejected', { cause: error }) : error },
    ];
  }
}

function rejectedIn(failures: readonly StreamFailure[], records: readonly RawRecord[]): RejectedRecord[] {
  return failures.flatMap(({ sequenceNumber, error }) =>
    error instanceof RejectedRecordError
      ? { sequenceNumber, error, record: records[indexOf(records, sequenceNumber)]?.record }
      : [],
  );
}

/** The rejected records before the one that failed: those behind it come again, and are rejected then. */
function rejectedBefore(
  failed: StreamFailure | undefined,
  rejected: readonly RejectedRecord[],
  records: readonly RawRecord[],
): RejectedRecord[] {
  if (failed === undefined) return [...rejected];
  const before = new Set(
    records.slice(0, indexOf(records, failed.sequenceNumber)).map(({ record }) => record),
  );
  return rejected.filter(({ record }) => before.has(record));
}

/** Notes what is rejected; the failure of the first such record when that is not possible. */
async function noteAll(
  rejected: readonly RejectedRecord[],
  { noteRejected, log, metrics }: Observation & { noteRejected: NoteRejected },
  context: LambdaContext,
): Promise<StreamFailure | undefined> {
  if (rejected.length === 0) return undefined;
  try {
    await beforeDeadline(context, (signal) => noteRejected(rejected, { context, signal }));
  } catch (thrown) {
    const cause = asError(thrown);
    const error = new Error('Rejected records could not be noted', { cause });
    return lowestOf(rejected.map(({ sequenceNumber }) => ({ sequenceNumber, error })));
  }
  for (const { sequenceNumber, error } of rejected) {
    log.warn('record rejected', { sequenceNumber, reason: error.reason, ...error.fields, error });
    metrics.count('RecordsRejected');
    metrics.count(`Rejected${error.reason}`);
  }
  return undefined;
}

function report(
  { log, metrics }: Observation,
  records: readonly RawRecord[],
  failed: StreamFailure | undefined,
): StreamBatchResponse {
  if (failed) log.error('batch failed', failed);
  // Lambda sends the failed record again, and all behind it.
  const comeAgain = failed ? records.length - indexOf(records, failed.sequenceNumber) : 0;
  log.info('batch', { received: records.length, failed: comeAgain });
  metrics.count('RecordsReceived', records.length);
  if (failed) metrics.count('RecordBatchesFailed');
  return { batchItemFailures: failed ? [{ itemIdentifier: failed.sequenceNumber }] : [] };
}

function lowestOf(failures: readonly StreamFailure[]): StreamFailure | undefined {
  return failures.toSorted((a, b) => (BigInt(a.sequenceNumber) < BigInt(b.sequenceNumber) ? -1 : 1))[0];
}

/** Lambda sends the whole batch again for a failure without a sequence number. */
function indexOf(records: readonly RawRecord[], sequenceNumber: string): number {
  return sequenceNumber === '' ? 0 : records.findIndex((each) => each.sequenceNumber === sequenceNumber);
}
