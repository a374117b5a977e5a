import { PAYLOAD_LIMIT_BYTES } from '../delivery/invoke-batch.ts';
import { jsonBytes, splitBySize } from '../delivery/split-by-size.ts';
import type { StreamEventRecord } from './stream-record.ts';

/** Records that were read and wait for their batch, oldest first. */
export type Gathered = {
  records: readonly StreamEventRecord[];
  bytes: number;
  /** When gathering began, on the stack's clock. */
  since: number;
};

/** Adds records; the window begins with the first one. */
export function gather(gathered: Gathered, records: readonly StreamEventRecord[], now: number): Gathered {
  const added = records.reduce((bytes, record) => bytes + jsonBytes(record), 0);
  return {
    records: [...gathered.records, ...records],
    bytes: gathered.bytes + added,
    since: gathered.records.length === 0 ? now : gathered.since,
  };
}

/** The batch that is due, or an empty one: full, at the payload limit, or older than the window. */
export function dueBatch(
  gathered: Gathered,
  limits: { batchSize: number; windowMs: number },
  now: number,
): readonly StreamEventRecord[] {
  const { records, bytes, since } = gathered;
  const due =
    records.length >= limits.batchSize || bytes >= PAYLOAD_LIMIT_BYTES || now - since >= limits.windowMs;
  return due ? (splitBySize(records, PAYLOAD_LIMIT_BYTES, limits.batchSize)[0] ?? []) : [];
}
