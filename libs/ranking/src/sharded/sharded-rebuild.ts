import { type BoardRebuild, beginRebuildSteps } from '../rebuild/begin-rebuild.ts';
import { byShard, type ShardedPlace, shardsOf, sum } from './shards.ts';

/**
 * Begins to rebuild every shard of a board, as `beginRebuild` does one board; none when one can't begin. Each `add` is a
 * step of every shard. `finish` swaps the shards side by side when all are filled: for the time of one step readers may
 * see some of them new and others old. Should a swap fail, the shards that are swapped stay so, and the others are as
 * they were; each goes on with the stream.
 */
export async function beginShardedRebuild(
  options: ShardedPlace & { from?: number | undefined },
): Promise<BoardRebuild> {
  const { from } = options;
  const beginning = shardsOf(options).map((shard) => beginRebuildSteps({ ...shard, from }));
  const settled = await Promise.allSettled(beginning);
  const shards = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const abandon = async () => void (await Promise.all(shards.map((shard) => shard.abandon())));
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed) {
    await abandon().catch(() => undefined);
    throw failed.reason;
  }
  return {
    replaces: sum(shards.map(({ replaces }) => replaces)),
    async add(players) {
      const parts = byShard(players, shards.length, ({ player }) => player);
      return sum(await Promise.all(shards.map(async (shard, index) => shard.add(parts[index] ?? []))));
    },
    async finish() {
      await Promise.all(shards.map((shard) => shard.carry()));
      return sum(await Promise.all(shards.map((shard) => shard.swap())));
    },
    abandon,
  };
}
