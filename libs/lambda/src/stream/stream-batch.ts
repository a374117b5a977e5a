import {
  parseInput,
  type SchemaOutput,
  sequenceNumberOf,
  type StandardSchema,
  type StreamBatchResponse,
  streamEvent,
} from '@hanok/events';
import { InvalidEventError } from '../errors.ts';
import type { LambdaContext } from '../invocation.ts';
import { type RawRecord, shardBatch, type ShardHandler, type ShardOptions } from './shard-batch.ts';
import { parseChange, type StreamChange } from './stream-change.ts';

/** Applies the changes of a table's items: see `ShardHandler`. */
export type StreamBatchHandler<Key, Image> = ShardHandler<StreamChange<Key, Image>>;

type Options<Key extends StandardSchema, Image extends StandardSchema> = ShardOptions<
  StreamChange<SchemaOutput<Key>, SchemaOutput<Image>>
> & {
  key: Key;
  image: Image;
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
): (event: unknown, context: LambdaContext) => Promise<StreamBatchResponse> {
  return shardBatch(options, {
    recordsOf,
    read: (record) => parseChange(options, record),
    tracesOf: (changes) => tracesOf(changes, options),
  });
}

function recordsOf(event: unknown): RawRecord[] {
  const parsed = parseInput(streamEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not a DynamoDB stream event: ${parsed.reason}`);
  return parsed.value.Records.map((record) => ({ sequenceNumber: sequenceNumberOf(record), record }));
}

function tracesOf<Image>(
  changes: readonly StreamChange<unknown, Image>[],
  { traceIds = () => [] }: { traceIds?: (image: Image) => readonly string[] | undefined },
): string[] {
  const ids = changes.flatMap(({ image }) => (image === undefined ? [] : (traceIds(image) ?? [])));
  return ids.map((id) => `Root=${id}`);
}
