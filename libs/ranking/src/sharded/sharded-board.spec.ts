import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { runs, seededRandom } from '@hanok/testing';
import * as fc from 'fast-check';
import { Cluster } from 'ioredis';
import { deliveries, histories } from '../board/arbitrary-changes.fixture.ts';
import type { BoardChange } from '../board/board-change.ts';
import { modelBoard } from '../board/board-model.fixture.ts';
import { convergesToModel, readsAsCounted } from '../board/board-properties.fixture.ts';
import { converges, steps } from '../rebuild/rebuild-story.fixture.ts';
import { createRedisClient, type RedisClient } from '../store/redis-client.ts';
import { startRedisCluster } from '../store/redis-cluster.fixture.ts';
import { createShardedBoard } from './sharded-board.ts';
import { beginShardedRebuild } from './sharded-rebuild.ts';
import { byShard, shardOf, shardsOf } from './shards.ts';

const [cluster, one, other] = await Promise.all([startRedisCluster(), startRedis(), startRedis()]);
const clustered = createRedisClient({ host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true });
const [first, second] = [createRedisClient(one), createRedisClient(other)];
afterAll(async () => {
  for (const client of [clustered, first, second]) client.disconnect();
  await Promise.all([cluster.stop(), one.stop(), other.stop()]);
});

const times = <Each>(count: number, each: Each) => Array.from({ length: count }, () => each);
const PLACES: Record<string, RedisClient[]> = {
  '16 shards on a cluster of three nodes': times(16, clustered),
  '3 shards on two servers': [first, second, first],
  '1 shard': [first],
};

let boards = 0;
function place(kind: string) {
  const clients = PLACES[kind] ?? [];
  const name = `board-${(boards += 1)}`;
  const parts = shardsOf({ clients, name }).map((shard, index) => ({
    redis: clients[index] ?? first,
    name: shard.name,
  }));
  return { clients, name, parts };
}

describe.each(Object.keys(PLACES))('a board of %s', (kind) => {
  it('is the one board for the same records in any order, repeated, in any batches, by two workers', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivered) => {
        const { clients, name, parts } = place(kind);
        await convergesToModel(createShardedBoard({ clients, name }), parts, delivered);
      }),
      { numRuns: runs(100) },
    );
  });

  it('ranks, pages and neighbours as counting one by one does', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        async (history, limit, around) => {
          const { clients, name } = place(kind);
          await readsAsCounted(createShardedBoard({ clients, name }), history, { limit, around });
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('equals the table under writes, replays from TRIM_HORIZON, reordering, loss and rebuilds', async () => {
    await fc.assert(
      fc.asyncProperty(histories, steps, (history, story) => {
        const { clients, name, parts } = place(kind);
        const board = createShardedBoard({ clients, name });
        const begin = (from: number) => beginShardedRebuild({ clients, name, from });
        return converges({ board, begin, parts }, history, story);
      }),
      { numRuns: runs(60) },
    );
  });

  it('reads pages far down and ranks among thousands of ties as one board', async () => {
    const { clients, name } = place(kind);
    const board = createShardedBoard({ clients, name });
    const random = seededRandom(7);
    const history = Array.from({ length: 6_000 }, (_, index): BoardChange => ({
      player: `player-${index}`,
      sequenceNumber: String(index),
      rating: { score: random.between(-2, 2), since: random.between(0, 50) },
    }));
    await board.update(history);
    const expected = inListingOrder(history);
    for (const offset of [0, 1, 999, 1_500, 3_000, 4_321, 5_950, 5_999, 6_000, 9_999])
      expect(await board.page({ offset, limit: 100 })).toEqual(expected.slice(offset, offset + 100));
    // Most lines of a page may be in one shard.
    const skewed = history.map((each): BoardChange => ({
      ...each,
      sequenceNumber: String(10_000 + Number(each.sequenceNumber)),
      rating: { score: shardOf(each.player, clients.length), since: 1 },
    }));
    for (const at of [0, 1, 2_999, 5_900, 5_999]) {
      const line = expected[at];
      const around = expected.slice(Math.max(0, at - 100), at + 101);
      expect(await board.find(line?.Player ?? '', 100)).toEqual({ line, around });
      expect(await board.find(line?.Player ?? '', 0)).toEqual({ line, around: [line] });
    }
    expect(await board.find('unknown', 5)).toBeUndefined();
    await board.update(skewed);
    const bySkew = inListingOrder(skewed);
    for (const offset of [0, 50, 2_000, 3_700])
      for (const limit of [1, 100, 1_000])
        expect(await board.page({ offset, limit })).toEqual(bySkew.slice(offset, offset + limit));
  });
});

/** As `modelBoard` lists them, for so many players that counting one by one takes too long. */
function inListingOrder(history: readonly BoardChange[]) {
  const byScore = Map.groupBy(history, ({ rating }) => rating?.score ?? 0);
  const lines = [...byScore.keys()]
    .toSorted((a, b) => b - a)
    .flatMap((score) => modelBoard(byScore.get(score) ?? []));
  return lines.map((line) => ({ ...line, Rank: 1 + lines.findIndex(({ Score }) => Score === line.Score) }));
}

describe('a board of many shards', () => {
  it('has shards on every node of the cluster, and spreads players evenly over the shards', async () => {
    const { clients, name } = place('16 shards on a cluster of three nodes');
    await createShardedBoard({ clients, name }).update(
      Array.from({ length: 2_000 }, (_, index) => ({
        player: `player-${index}`,
        sequenceNumber: '1',
        rating: { score: 1, since: 1 },
      })),
    );
    const nodes = clustered instanceof Cluster ? clustered.nodes('master') : [];
    const keys = await Promise.all(nodes.map((node) => node.keys(`${name}/16/*`)));
    for (const own of keys) expect(own.length).toBeGreaterThanOrEqual(3);
    expect(keys.flat()).toHaveLength(16);
    for (const nameOf of [
      (index: number) => `player-${index}`,
      (index: number) => String(index),
      (index: number) => `가나다 ${index}`,
      (index: number) => index.toString(16).padStart(32, '0'),
    ]) {
      const names = Array.from({ length: 32_000 }, (_, index) => nameOf(index));
      for (const shard of byShard(names, 16, (player) => player)) {
        expect(shard.length).toBeGreaterThan(1_800);
        expect(shard.length).toBeLessThan(2_200);
      }
    }
  });

  it('keeps each player in the shard of the name for ever', () => {
    expect(['SomeName', '가나다', '😀', ''].map((player) => shardOf(player, 16))).toEqual([13, 6, 4, 0]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 256 }), (player, shards) => {
        expect(shardOf(player, shards)).toBe(crc32(player) % shards);
      }),
    );
  });

  it('lists no player twice and in order while others write', async () => {
    const { clients, name } = place('16 shards on a cluster of three nodes');
    const board = createShardedBoard({ clients, name });
    const random = seededRandom(3);
    const change = (index: number, sequence: number): BoardChange => ({
      player: `player-${index}`,
      sequenceNumber: String(sequence),
      rating: { score: random.between(0, 500), since: sequence },
    });
    await board.update(Array.from({ length: 3_000 }, (_, index) => change(index, 1)));
    let reading = true;
    const writing = (async () => {
      for (let sequence = 2; reading; sequence += 1)
        await board.update(Array.from({ length: 50 }, () => change(random.between(0, 2_999), sequence)));
    })();
    for (const offset of [0, 100, 1_400, 2_800, 0, 1_450]) {
      const lines = await board.page({ offset, limit: 100 });
      expect(lines).toHaveLength(100);
      expect(new Set(lines.map(({ Player }) => Player)).size).toBe(100);
      expect(lines.toSorted((a, b) => b.Score - a.Score)).toEqual(lines);
      expect(lines.toSorted((a, b) => a.Rank - b.Rank)).toEqual(lines);
    }
    reading = false;
    await writing;
  });

  it('applies to the others what one shard could not take, and takes the same changes again', async () => {
    const { clients, name } = place('16 shards on a cluster of three nodes');
    const shards = clients.map((client, shard) =>
      shard === 2
        ? { evalsha: () => Promise.reject(new Error('down')), eval: () => Promise.reject(new Error('down')) }
        : client,
    );
    const changes = Array.from({ length: 160 }, (_, index): BoardChange => ({
      player: `player-${index}`,
      sequenceNumber: '1',
      rating: { score: index, since: 1 },
    }));
    await expect(createShardedBoard({ clients: shards, name }).update(changes)).rejects.toThrow(
      'Redis: down',
    );
    const board = createShardedBoard({ clients, name });
    const applied = await board.update(changes);
    expect(applied.every(({ change }) => shardOf(change.player, 16) === 2)).toBe(true);
    expect(await board.page({ offset: 0, limit: 1_000 })).toEqual(modelBoard(changes));
    await expect(createShardedBoard({ clients: shards, name }).page({ offset: 0, limit: 1 })).rejects.toThrow(
      'Redis: down',
    );
  });

  it.each([0, 257])('refuses %i shards', (count) => {
    expect(() => createShardedBoard({ clients: times(count, first) })).toThrow(
      'expected the clients of 1 to 256 shards',
    );
  });

  it('refuses a name with braces, and ranges as the one board does', async () => {
    expect(() => createShardedBoard({ clients: [first], name: 'a{b' })).toThrow(RangeError);
    const board = createShardedBoard({ clients: [first] });
    await expect(board.page({ offset: 0, limit: 1_001 })).rejects.toThrow(
      'limit: expected a whole number from 1 to 1000',
    );
    await expect(board.page({ offset: -1, limit: 1 })).rejects.toThrow(
      'offset: expected a whole number from',
    );
    await expect(board.find('a', 101)).rejects.toThrow('around: expected a whole number from 0 to 100');
  });
});
