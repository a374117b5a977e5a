import {
  kinesisEvent,
  kinesisRecord,
  parseInput,
  parseInputAsync,
  type SchemaOutput,
  type StandardSchema,
  type StreamBatchResponse,
} from '@hanok/events';
import { InvalidEventError, RejectedRecordError } from '../errors.ts';
import type { LambdaContext } from '../invocation.ts';
import { type RawRecord, shardBatch, type ShardOptions } from './shard-batch.ts';

/** One record of a Kinesis data stream, its data parsed. */
export type KinesisMessage<Data> = {
  sequenceNumber: string;
  partitionKey: string;
  /** When the stream took it: milliseconds since the epoch. */
  arrivedAt: number | undefined;
  data: Data;
};

/**
 * A Lambda handler for a Kinesis data stream with ReportBatchItemFailures, with the promises of `streamBatch`. `data` is
 * the schema of a record's text, such as `jsonString(shape)`; data that is not UTF-8 is rejected as `Invalid`. Records
 * that the Kinesis Producer Library puts together are not taken apart.
 * Throws `InvalidEventError` for an event of another kind.
 */
export function kinesisBatch<Schema extends StandardSchema>(
  options: ShardOptions<KinesisMessage<SchemaOutput<Schema>>> & { data: Schema },
): (event: unknown, context: LambdaContext) => Promise<StreamBatchResponse> {
  return shardBatch(options, { recordsOf, read: (record) => parseMessage(options.data, record) });
}

function recordsOf(event: unknown): RawRecord[] {
  const parsed = parseInput(kinesisEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not a Kinesis event: ${parsed.reason}`);
  return parsed.value.Records.map((record) => ({ sequenceNumber: record.kinesis.sequenceNumber, record }));
}

async function parseMessage<Schema extends StandardSchema>(
  schema: Schema,
  raw: unknown,
): Promise<KinesisMessage<SchemaOutput<Schema>> | RejectedRecordError> {
  const record = parseInput(kinesisRecord, raw);
  if (!record.ok) return new RejectedRecordError('Invalid', record.reason);
  const { data, partitionKey, sequenceNumber, approximateArrivalTimestamp: seconds } = record.value.kinesis;
  const text = decodeText(data);
  if (text === undefined) return new RejectedRecordError('Invalid', 'data: expected UTF-8');
  const parsed = await parseInputAsync(schema, text, 'data');
  if (!parsed.ok) return new RejectedRecordError('Invalid', parsed.reason);
  const arrivedAt = seconds === undefined ? undefined : Math.round(seconds * 1000);
  return { sequenceNumber, partitionKey, arrivedAt, data: parsed.value };
}

/** Undefined for bytes that are not UTF-8. */
function decodeText(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
