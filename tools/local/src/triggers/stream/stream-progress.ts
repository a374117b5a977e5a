import type { TableWrites } from './table-writes.ts';

/**
 * Called with the count of writes up to which a shard is read, and delivered but for what waits until a time on the
 * stack's clock: for the end of its window, or for its next try.
 */
export type ShardProgress = (writes: number, until?: number) => void;

/** How far the shards of a stream are read, to know when nothing is left to deliver. */
export type StreamProgress = {
  /** The shards are known. */
  listed(): void;
  /** A shard is begun. */
  shard(shardId: string): ShardProgress;
  /** Whether every shard is read and delivered up to the last write, but for what waits for a later time than this one. */
  isUpToDate(now: number): boolean;
};

/**
 * Writes are counted by `count`, which any table's write moves on: a shard is behind until it was read once more after
 * the last one.
 */
export function createStreamProgress({ count }: Pick<TableWrites, 'count'>): StreamProgress {
  const done = new Map<string, { writes: number; until: number }>();
  let isListed = false;
  return {
    listed: () => void (isListed = true),
    shard: (shardId) => {
      done.set(shardId, { writes: -1, until: Infinity });
      return (writes, until = Infinity) => void done.set(shardId, { writes, until });
    },
    isUpToDate: (now) =>
      isListed && [...done.values()].every(({ writes, until }) => writes >= count() && until > now),
  };
}
