import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { Cluster } from 'ioredis';
import { createPlayerScan } from '../tables/player-scan.ts';
import type { PlayerPage, PlayerScan } from '../tables/rated-player.ts';
import { rebuildRanking } from './rebuild-ranking.ts';
import { createRedisBoard, type RankingBoard } from '../board/redis-board.ts';
import { createRedisClient, type RedisClient } from '../store/redis-client.ts';
import { beginRebuild } from './begin-rebuild.ts';
import { type PlayerTable, startPlayerTables } from '../tables/player-table.fixture.ts';
import { createRankWorker } from '../rank-worker.fixture.ts';
import { startRedisCluster } from '../store/redis-cluster.fixture.ts';

const NAME = 'Rating';
const page = { offset: 0, limit: 1_000 };
const [server, cluster, tables] = await Promise.all([startRedis(), startRedisCluster(), startPlayerTables()]);
afterAll(() => Promise.all([server.stop(), cluster.stop(), tables.stop()]));
let table: PlayerTable;
beforeEach(async () => {
  table = await tables.fresh();
});

const unstopped = new AbortController().signal;

describe.each(['one server', 'a cluster of three nodes'])(
  'a rebuild from the player table, on %s',
  (kind) => {
    let redis: RedisClient;
    let board: RankingBoard;
    let players: PlayerScan;
    beforeEach(async () => {
      const clustered = { host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true };
      redis = createRedisClient(kind === 'one server' ? server : clustered);
      board = createRedisBoard({ client: redis });
      players = createPlayerScan(table);
      await clear(redis);
    });
    afterEach(() => redis.disconnect());

    const rebuild = (more: { signal?: AbortSignal; onPage?: () => Promise<unknown> } = {}) =>
      rebuildRanking({
        begin: (from) => beginRebuild({ client: redis, name: NAME, from }),
        players: {
          serverTime: players.serverTime,
          pages: (signal) => interrupted(players.pages(signal), more.onPage),
        },
        signal: more.signal ?? unstopped,
      });

    it('restores what FLUSHALL took while results kept coming, and the stream goes on from where it was', async () => {
      const worker = createRankWorker(board);
      await writeMany(table, 40);
      const before = await table.records();
      await worker.deliver(before);
      await clear(redis);
      await Promise.all([
        rebuild(),
        (async () => {
          for (let i = 0; i < 20; i += 1) await table.put(`player-${i % 45}`, 2_000 + i);
          await table.remove('player-30');
        })(),
      ]);
      const records = await table.records();
      await worker.deliver(records.slice(before.length));
      expect(await board.page(page)).toEqual(await table.board());
    });

    it('loses no update that comes while it reads, and shows no reader a partial board', async () => {
      const worker = createRankWorker(board);
      await writeMany(table, 60);
      await worker.deliver(await table.records());
      let rebuilt = false;
      const sizes = new Set<number>();
      const reading = (async () => {
        while (!rebuilt) sizes.add((await board.page(page)).length);
      })();
      let score = 5_000;
      for (let round = 0; round < 3; round += 1) {
        const onPage = async () => {
          const { length } = await table.records();
          await table.put(`player-${score % 60}`, (score += 1));
          await worker.deliver((await table.records()).slice(length));
        };
        expect(await rebuild({ onPage })).toEqual({ players: 60, unreadable: 0 });
        expect(await board.page(page)).toEqual(await table.board());
      }
      rebuilt = true;
      await reading;
      expect([...sizes]).toEqual([60]);
      expect(score).toBeGreaterThan(5_000);
    });

    it('is not undone by a replay from TRIM_HORIZON, at any of its batches', async () => {
      const worker = createRankWorker(board);
      await writeMany(table, 20);
      await writeMany(table, 20);
      await table.remove('player-3');
      // All of it more than a minute ago: what is younger may be shown as the stream tells it once more.
      const old = (await table.records()).map((record) => ({
        ...record,
        dynamodb: {
          ...record.dynamodb,
          ApproximateCreationDateTime: record.dynamodb.ApproximateCreationDateTime - 3_600,
        },
      }));
      await rebuild();
      const expected = await table.board();
      for (let from = 0; from < old.length; from += 7) {
        expect(await worker.deliver(old.slice(from, from + 7))).toBeUndefined();
        expect(await board.page(page)).toEqual(expected);
      }
    });

    it('leaves the board alone when it is stopped half-way, and can begin at once again', async () => {
      await writeMany(table, 10);
      await createRankWorker(board).deliver(await table.records());
      const expected = await board.page(page);
      const stop = new AbortController();
      const stopped = rebuild({ signal: stop.signal, onPage: async () => stop.abort(new Error('stopped')) });
      await expect(stopped).rejects.toThrow('stopped');
      expect(await board.page(page)).toEqual(expected);
      await table.put('player-1', 7);
      expect(await rebuild()).toEqual({ players: 10, unreadable: 0 });
    });

    it('leaves the board alone when the table cannot be read', async () => {
      await board.update([{ player: 'a', sequenceNumber: '1', rating: { score: 1, since: 0 } }]);
      players = createPlayerScan({ client: table.client, table: 'Other' });
      await expect(rebuild()).rejects.toThrow('Requested resource not found');
      expect(await board.page(page)).toHaveLength(1);
    });

    it('puts up a board that the table has never fed, and leaves out whose score is none', async () => {
      await table.put('a', 1);
      await table.put('huge', '9007199254740993');
      expect(await rebuild()).toEqual({ players: 1, unreadable: 1 });
      expect((await board.page(page)).map(({ Player }) => Player)).toEqual(['a']);
    });
  },
);

async function writeMany(table: PlayerTable, players: number): Promise<void> {
  for (let i = 0; i < players; i += 1) await table.put(`player-${i}`, (i * 37) % 100);
}

async function clear(redis: RedisClient): Promise<void> {
  await redis.ping();
  await Promise.all(
    (redis instanceof Cluster ? redis.nodes('master') : [redis]).map((node) => node.flushall()),
  );
}

async function* interrupted(
  pages: AsyncIterable<PlayerPage>,
  onPage: (() => Promise<unknown>) | undefined,
): AsyncGenerator<PlayerPage> {
  for await (const each of pages) {
    await onPage?.();
    yield each;
  }
}
