import { parseInput, streamEvent, streamRecord, type StreamBatchResponse } from '@hanok/events';
import type * as z from 'zod/mini';
import { asError, InvalidEventError, InvalidRecordError } from './errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
import type { Observation } from './observation/observe.ts';

/** One change of one item, its key and images parsed. */
export type StreamChange<Key, Image> = {
  sequenceNumber: string;
  /** Milliseconds since the epoch; DynamoDB rounds it to the second. Undefined when the record does not say it. */
  changedAt: number | undefined;
  key: Key;
  /** The item after the change; undefined when it was removed. */
  image: Image | undefined;
};

/** A change that was not applied: the shard is read again from here. */
export type StreamFailure = { sequenceNumber: string; error: Error };

/**
 * Applies the changes in order and answers the ones that failed; a rejection fails from the first. Settles soon after
 * the signal aborts, with what is unfinished among the failures.
 */
export type StreamBatchHandler<Key, Image> = (
  changes: readonly StreamChange<Key, Image>[],
  signal: AbortSignal,
) => Promise<readonly StreamFailure[]>;

/**
 * A Lambda handler for a DynamoDB stream with ReportBatchItemFailures. Order is kept: the changes before the first
 * bad record are applied, and the lowest failed sequence number is answered, where the shard is then read again.
 * Throws `InvalidEventError` for an event of another kind.
 */
export function streamBatch<Key extends z.core.$ZodType, Image extends z.core.$ZodType>(
  options: Observation & {
    key: Key;
    image: Image;
    handle: StreamBatchHandler<z.core.output<Key>, z.core.output<Image>>;
  },
) {
  return (event: unknown, context: LambdaContext): Promise<StreamBatchResponse> =>
    runInvocation(context, options.metrics, async () => {
      const records = recordsOf(event);
      const { changes, failure } = parseInOrder(options, records);
      const failed = [...(await settle(options.handle, changes, context)), ...(failure ? [failure] : [])];
      return report(options, records, failed);
    });
}

type RawRecord = z.infer<typeof streamEvent>['Records'][number];

function recordsOf(event: unknown): RawRecord[] {
  const parsed = parseInput(streamEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not a DynamoDB stream event: ${parsed.reason}`);
  return parsed.value.Records;
}

function parseInOrder<Key extends z.core.$ZodType, Image extends z.core.$ZodType>(
  schemas: { key: Key; image: Image },
  records: readonly RawRecord[],
): { changes: StreamChange<z.core.output<Key>, z.core.output<Image>>[]; failure?: StreamFailure } {
  const changes: StreamChange<z.core.output<Key>, z.core.output<Image>>[] = [];
  for (const record of records) {
    const parsed = parseChange(schemas, record);
    if (parsed instanceof Error)
      return { changes, failure: { sequenceNumber: record.dynamodb.SequenceNumber, error: parsed } };
    changes.push(parsed);
  }
  return { changes };
}

function parseChange<Key extends z.core.$ZodType, Image extends z.core.$ZodType>(
  schemas: { key: Key; image: Image },
  raw: RawRecord,
): StreamChange<z.core.output<Key>, z.core.output<Image>> | InvalidRecordError {
  const record = parseInput(streamRecord, raw);
  if (!record.ok) return new InvalidRecordError(record.reason);
  const { Keys, NewImage, SequenceNumber, ApproximateCreationDateTime } = record.value.dynamodb;
  const key = parseInput(schemas.key, Keys);
  if (!key.ok) return new InvalidRecordError(`Keys.${key.reason}`);
  const image = NewImage === undefined ? undefined : parseInput(schemas.image, NewImage);
  if (image && !image.ok) return new InvalidRecordError(`NewImage.${image.reason}`);
  const seconds = ApproximateCreationDateTime;
  const changedAt = seconds === undefined ? undefined : seconds * 1000;
  return { sequenceNumber: SequenceNumber, changedAt, key: key.value, image: image?.value };
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
    return [{ sequenceNumber: first.sequenceNumber, error: asError(thrown) }];
  }
}

function report(
  { log, metrics }: Observation,
  records: readonly RawRecord[],
  failures: readonly StreamFailure[],
): StreamBatchResponse {
  const first = lowestOf(failures);
  if (first) log.error('batch failed', first);
  log.info('batch', { received: records.length, failed: first ? fromOn(records, first).length : 0 });
  metrics.count('RecordsReceived', records.length);
  if (first) metrics.count('RecordBatchesFailed');
  return { batchItemFailures: first ? [{ itemIdentifier: first.sequenceNumber }] : [] };
}

function lowestOf(failures: readonly StreamFailure[]): StreamFailure | undefined {
  return failures.toSorted((a, b) => (BigInt(a.sequenceNumber) < BigInt(b.sequenceNumber) ? -1 : 1))[0];
}

/** The failed record and those after it: Lambda sends all of them again. */
function fromOn(records: readonly RawRecord[], { sequenceNumber }: StreamFailure): readonly RawRecord[] {
  return records.slice(records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === sequenceNumber));
}
