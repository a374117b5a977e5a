import type { Checkpoints } from './checkpoints.ts';
import type { ShardReader } from './shard-reader.ts';

/** Saved beside the shards once a mapping has its starting point. */
export const BEGINNING = 'beginning';

/**
 * Gives a LATEST mapping its starting point, once in its life: the end of each shard that exists. Saved, so that
 * a restart skips nothing that was written since; later shards are read from their first record.
 */
export async function skipToLatest(
  mappingId: string,
  shardIds: readonly string[],
  checkpoints: Checkpoints,
  read: (shardId: string) => ShardReader,
): Promise<void> {
  if (checkpoints.load(mappingId, BEGINNING) !== undefined) return;
  for (const shardId of shardIds) {
    const last = await lastSequenceNumber(read(shardId));
    if (last !== undefined) checkpoints.save(mappingId, shardId, last);
  }
  checkpoints.save(mappingId, BEGINNING, '0');
}

async function lastSequenceNumber(reader: ShardReader): Promise<string | undefined> {
  let last: string | undefined;
  for (;;) {
    const { records, ended } = await reader.next();
    last = records.at(-1)?.dynamodb.SequenceNumber ?? last;
    if (ended || records.length === 0) return last;
  }
}
