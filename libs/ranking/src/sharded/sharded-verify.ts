import { type BoardRepair, createBoardRepair } from '../verify/board-repair.ts';
import { type BoardScores, createScoreReader, type ScoreReader } from '../verify/score-reader.ts';
import { byShard, shardOf, type ShardedPlace, shardsOf, sum } from './shards.ts';

/** Reads the shards of a board as they are held against the player table: each player in the shard of the name. */
export function createShardedScoreReader(place: ShardedPlace): ScoreReader {
  const shards = shardsOf(place).map(createScoreReader);
  return {
    async scoresOf(players) {
      const parts = byShard(players, shards.length, (player) => player);
      const answers = await Promise.all(
        shards.map(async (shard, index) => shard.scoresOf(parts[index] ?? [])),
      );
      const coming = answers.map((answer): Iterator<BoardScores, undefined> => answer.values());
      return players.flatMap((player) => coming[shardOf(player, shards.length)]?.next().value ?? []);
    },
    async sizes() {
      const sizes = await Promise.all(shards.map((shard) => shard.sizes()));
      return { scored: sum(sizes.map((each) => each.scored)), listed: sum(sizes.map((each) => each.listed)) };
    },
    async *players() {
      for (const shard of shards) yield* shard.players();
    },
  };
}

/** Repairs of the shards of a board, a step for each shard. */
export function createShardedBoardRepair(place: ShardedPlace & { now?: () => Date }): BoardRepair {
  const { now = () => new Date() } = place;
  const shards = shardsOf(place).map((shard) => createBoardRepair({ ...shard, now }));
  return async (findings) => {
    const parts = byShard(findings, shards.length, ({ difference }) => difference.player);
    return sum(await Promise.all(shards.map(async (repair, index) => repair(parts[index] ?? []))));
  };
}
