import type { Shard } from '@aws-sdk/client-dynamodb-streams';

/**
 * The shards to begin with: neither begun nor waiting for a parent that is not read to its end. A parent that
 * the stream no longer lists is trimmed, so its children need not wait.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing
 */
export function shardsToStart(
  shards: readonly Shard[],
  progress: { started: ReadonlySet<string>; finished: ReadonlySet<string> },
): string[] {
  const listed = new Set(shards.map((shard) => shard.ShardId));
  return shards.flatMap(({ ShardId, ParentShardId }) => {
    if (ShardId === undefined || progress.started.has(ShardId)) return [];
    const waits =
      ParentShardId !== undefined && listed.has(ParentShardId) && !progress.finished.has(ParentShardId);
    return waits ? [] : [ShardId];
  });
}
