import type { TableWrites } from './table-writes.ts';

/** How far the shards of a stream are read, to know when nothing is left to deliver. */
export type StreamProgress = {
  /** The shards are known. */
  listed(): void;
  /** A shard is begun; what it answers is called when it is read and delivered up to the writes of that count. */
  shard(shardId: string): (writes: number) => void;
  /** Whether every shard is read and delivered up to the last write. */
  isUpToDate(): boolean;
};

/**
 * Writes are counted by `count`, which any table's write moves on: a shard is behind until it was read once more after
 * the last one.
 */
export function createStreamProgress({ count }: Pick<TableWrites, 'count'>): StreamProgress {
  const done = new Map<string, number>();
  let isListed = false;
  return {
    listed: () => void (isListed = true),
    shard: (shardId) => {
      done.set(shardId, -1);
      return (writes) => void done.set(shardId, writes);
    },
    isUpToDate: () => isListed && [...done.values()].every((writes) => writes >= count()),
  };
}
