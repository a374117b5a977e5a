import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { seededRandom, seeds } from '@hanok/testing';
import { createPlayerScan } from '../tables/player-scan.ts';
import { createRankWorker } from '../rank-worker.fixture.ts';
import { createRedisBoard } from '../board/redis-board.ts';
import { createRedisClient } from '../store/redis-client.ts';
import type { PlayerScan } from '../tables/rated-player.ts';
import { type PlayerTable, startPlayerTables } from '../tables/player-table.fixture.ts';
import { createBoardRepair } from './board-repair.ts';
import { createScoreReader } from './score-reader.ts';
import { repairRanking } from './repair-ranking.ts';

const [server, tables] = await Promise.all([startRedis(), startPlayerTables()]);
const redis = createRedisClient(server);
const board = createRedisBoard({ client: redis });
const worker = createRankWorker(board);
let table: PlayerTable;
afterAll(async () => {
  redis.disconnect();
  await Promise.all([server.stop(), tables.stop()]);
});
beforeEach(async () => {
  await redis.flushall();
  table = await tables.fresh();
});

const { signal } = new AbortController();
function repair(options: { settle?: () => Promise<void>; players?: Partial<PlayerScan> } = {}) {
  const { settle = async () => undefined, players } = options;
  return repairRanking({
    players: { ...createPlayerScan(table), ...players },
    board: createScoreReader({ client: redis, name: 'Rating' }),
    repair: createBoardRepair({ client: redis, name: 'Rating' }),
    ...{ settle, signal },
  });
}
const putPlayers = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => table.put(`player ${index}`, index)));
const page = () => board.page({ offset: 0, limit: 1_000 });

describe('repairRanking', () => {
  it('puts right who differs in any way, and equals the table afterwards', async () => {
    for (const name of ['same', 'missing', 'different', '가나다']) await table.put(name, 5);
    await worker.deliver(await table.records());
    await table.put('different', -7.5);
    // The same score by another time: listed behind those who had it first.
    await table.put('가나다', 5);
    await board.update([
      { player: 'missing', sequenceNumber: '999', rating: undefined },
      { player: 'extra', sequenceNumber: '1', rating: { score: 9, since: 1 } },
    ]);
    await redis.zadd('Rating', 1, 'foreign');
    expect(await repair()).toEqual({
      players: 4,
      found: { missing: 1, different: 1, order: 1, extra: 2 },
      repaired: 5,
    });
    expect(await page()).toEqual(await table.board());
    expect(await redis.zrange('Rating', '0', '-1')).toEqual(['different', 'missing', 'same', '가나다']);
    expect(await repair()).toEqual({ players: 4, found: {}, repaired: 0 });
  });

  it('fills a board that Redis lost, more players than one step takes', async () => {
    await putPlayers(1_203);
    let settled = 0;
    const settle = async () => void (settled += 1);
    expect(await repair({ settle })).toEqual({ players: 1_203, found: { missing: 1_203 }, repaired: 1_203 });
    expect(settled).toBe(1);
    expect(await redis.zcard('Rating')).toBe(1_203);
    expect(await repair({ settle })).toEqual({ players: 1_203, found: {}, repaired: 0 });
    expect(settled).toBe(1);
  });

  it('leaves alone what arrives while it waits', async () => {
    await table.put('a', 1);
    const settle = async () => void (await worker.deliver(await table.records()));
    expect(await repair({ settle })).toEqual({ players: 1, found: {}, repaired: 0 });
    expect(await page()).toEqual(await table.board());
  });

  it('leaves a player to the stream who moves between look and repair', async () => {
    await table.put('a', 1);
    const scan = createPlayerScan(table);
    const read: PlayerScan['read'] = async (names, abort) => {
      const found = await scan.read(names, abort);
      await table.put('a', 2);
      await worker.deliver(await table.records());
      return found;
    };
    expect(await repair({ players: { read } })).toEqual({ players: 1, found: { missing: 1 }, repaired: 0 });
    expect(await page()).toEqual(await table.board());
  });

  it('lets every later record win, and no repeated one', async () => {
    await table.put('a', 1);
    await worker.deliver(await table.records());
    await table.put('a', 2);
    await repair();
    const before = await page();
    await worker.deliver((await table.records()).slice(0, 1));
    expect(await page()).toEqual(before);
    await table.put('a', 3);
    await worker.deliver((await table.records()).slice(-1));
    expect(await page()).toMatchObject([{ Player: 'a', Score: 3 }]);
    await table.remove('a');
    await repair();
    expect(await page()).toEqual([]);
    await worker.deliver((await table.records()).slice(0, 3));
    expect(await page()).toEqual([]);
    await table.put('a', 4);
    await worker.deliver((await table.records()).slice(-1));
    expect(await page()).toEqual(await table.board());
  });

  it('takes a player off the board whose score no board can hold, and counts him each time', async () => {
    await table.put('a', 1);
    await worker.deliver(await table.records());
    await table.put('a', '9007199254740993');
    expect(await repair()).toEqual({ players: 1, found: { unreadable: 1 }, repaired: 1 });
    expect(await page()).toEqual([]);
    expect(await repair()).toEqual({ players: 1, found: { unreadable: 1 }, repaired: 0 });
  });

  it('keeps what it has repaired when it is stopped', async () => {
    await putPlayers(1_001);
    const reason = new Error('time is up');
    const controller = new AbortController();
    const boardRepair = createBoardRepair({ client: redis, name: 'Rating' });
    const stopped = repairRanking({
      players: createPlayerScan(table),
      board: createScoreReader({ client: redis, name: 'Rating' }),
      repair: async (findings) => {
        const repaired = await boardRepair(findings);
        controller.abort(reason);
        return repaired;
      },
      settle: async () => undefined,
      signal: controller.signal,
    });
    await expect(stopped).rejects.toBe(reason);
    expect(await redis.zcard('Rating')).toBe(1_000);
  });

  it.each(seeds(200))('ends at the table whatever records were given up (HANOK_SEED=%i)', async (seed) => {
    const random = seededRandom(seed);
    const players = ['a', 'b', 'c', 'd'];
    for (let step = 0; step < 30; step += 1) {
      const player = random.pick(players);
      if (random.next() < 0.2) await table.remove(player);
      else await table.put(player, random.between(0, 3));
      if (random.next() < 0.1) await repair();
    }
    const kept = (await table.records()).filter(() => random.next() < 0.5);
    await worker.deliver(kept);
    await repair();
    expect(await page()).toEqual(await table.board());
  });
});
