import {
  parseInput,
  type SchemaOutput,
  type StandardSchema,
  type StreamBatchResponse,
  streamEvent,
  streamPlace,
} from '@hanok/events';
import { asError, InvalidEventError, RejectedRecordError } from './errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
import { inTraces } from './observation/log-ids.ts';
import type { Observation } from './observation/observe.ts';
import { parseChange, type StreamChange } from './stream-change.ts';

/**
 * A change that was not applied. With a `RejectedRecordError` no retry would help, and it is passed over; with any
 * other error the shard is read again from here.
 */
export type StreamFailure = { sequenceNumber: string; error: Error };

/**
 * Applies the changes in order and answers the ones that failed; a rejection fails from the first. Settles soon after
 * the signal aborts, with what is unfinished among the failures.
 */
export type StreamBatchHandler<Key, Image> = (
  changes: readonly StreamChange<Key, Image>[],
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

type Options<Key extends StandardSchema, Image extends StandardSchema> = Observation & {
  key: Key;
  image: Image;
  handle: StreamBatchHandler<SchemaOutput<Key>, SchemaOutput<Image>>;
  noteRejected: NoteRejected;
  /** The ids of the traces that an item says it was written for; a stream's record itself tells of none. */
  traceIds?: (image: SchemaOutput<Image>) => readonly string[] | undefined;
};

/**
 * A Lambda handler for a DynamoDB stream with ReportBatchItemFailures. Order is kept: the lowest sequence number that
 * failed is answered, where the shard is then read again. A record that cannot be read never holds up those behind it:
 * it is logged, counted by its reason, noted by `noteRejected` and passed over. A record that could not be noted fails;
 * without a sequence number the whole batch does.
 * Throws `InvalidEventError` for an event of another kind.
 */
export function streamBatch<Key extends StandardSchema, Image extends StandardSchema>(
  options: Options<Key, Image>,
) {
  return (event: unknown, context: LambdaContext): Promise<StreamBatchResponse> =>
    runInvocation(context, options.metrics, async () => {
      const records = recordsOf(event);
      const unreadable: RejectedRecord[] = [];
      const changes: StreamChange<SchemaOutput<Key>, SchemaOutput<Image>>[] = [];
      for (const { sequenceNumber, record } of records) {
        const change = await parseChange(options, record);
        if (change instanceof Error) unreadable.push({ sequenceNumber, error: change, record });
        else changes.push(change);
      }
      return inTraces(tracesOf(changes, options), async () => {
        const failures = await settle(options.handle, changes, context);
        const failed = lowestOf(failures.filter(({ error }) => !(error instanceof RejectedRecordError)));
        const rejected = rejectedBefore(failed, [...unreadable, ...rejectedIn(failures, records)], records);
        return report(options, records, (await noteAll(rejected, options, context)) ?? failed);
      });
    });
}

function tracesOf<Image>(
  changes: readonly StreamChange<unknown, Image>[],
  { traceIds = () => [] }: { traceIds?: (image: Image) => readonly string[] | undefined },
): string[] {
  const ids = changes.flatMap(({ image }) => (image === undefined ? [] : (traceIds(image) ?? [])));
  return ids.map((id) => `Root=${id}`);
}

type RawRecord = { sequenceNumber: string; record: unknown };

function recordsOf(event: unknown): RawRecord[] {
  const parsed = parseInput(streamEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not a DynamoDB stream event: ${parsed.reason}`);
  return parsed.value.Records.map((record) => {
    const place = parseInput(streamPlace, record);
    return { sequenceNumber: place.ok ? place.value.dynamodb.SequenceNumber : '', record };
  });
}

async function settle<Key, Image>(
  handle: StreamBatchHandler<Key, Image>,
  changes: readonly StreamChange<Key, Image>[],
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
