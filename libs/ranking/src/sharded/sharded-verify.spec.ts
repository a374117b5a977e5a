import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { RebuildLostError, RebuildUnderWayError } from '../errors.ts';
import { createRankWorker } from '../rank-worker.fixture.ts';
import { rebuildRanking } from '../rebuild/rebuild-ranking.ts';
import { createRedisClient } from '../store/redis-client.ts';
import { createPlayerScan } from '../tables/player-scan.ts';
import { type PlayerTable, startPlayerTables } from '../tables/player-table.fixture.ts';
import { repairRanking } from '../verify/repair-ranking.ts';
import { verifyRanking } from '../verify/verify-ranking.ts';
import { createShardedBoard } from './sharded-board.ts';
import { beginShardedRebuild } from './sharded-rebuild.ts';
import { createShardedBoardRepair, createShardedScoreReader } from './sharded-verify.ts';
import { shardsOf } from './shards.ts';

const [one, other, tables] = await Promise.all([startRedis(), startRedis(), startPlayerTables()]);
const [first, second] = [createRedisClient(one), createRedisClient(other)];
const clients = [first, second, first, second, first];
const board = createShardedBoard({ clients });
const worker = createRankWorker(board);
let table: PlayerTable;
afterAll(async () => {
  for (const client of [first, second]) client.disconnect();
  await Promise.all([one.stop(), other.stop(), tables.stop()]);
});
beforeEach(async () => {
  await Promise.all([first.flushall(), second.flushall()]);
  table = await tables.fresh();
  for (let index = 0; index < 40; index += 1) await table.put(`player-${index}`, index % 7);
});

const { signal } = new AbortController();
const comparison = () => ({
  players: createPlayerScan(table),
  board: createShardedScoreReader({ clients }),
  settle: async () => undefined,
  signal,
});
const begin = (from?: number) => beginShardedRebuild({ clients, from });
const rebuild = () => rebuildRanking({ begin, players: createPlayerScan(table), signal });
const page = () => board.page({ offset: 0, limit: 1_000 });

describe('a board of five shards on two servers', () => {
  it('is rebuilt from the table and verified against it', async () => {
    expect(await rebuild()).toEqual({ players: 40, unreadable: 0 });
    expect(await page()).toEqual(await table.board());
    expect(await verifyRanking(comparison())).toEqual({ players: 40, differences: [], more: 0 });
  });

  it('names who differs in whichever shard, and puts right each of them', async () => {
    await worker.deliver(await table.records());
    await table.put('player-3', 100);
    await table.remove('player-9');
    await board.update([{ player: 'player-20', sequenceNumber: '999', rating: undefined }]);
    const { differences } = await verifyRanking(comparison());
    expect(differences.map(({ player, kind }) => [player, kind]).toSorted()).toEqual([
      ['player-20', 'missing'],
      ['player-3', 'different'],
      ['player-9', 'extra'],
    ]);
    const repair = createShardedBoardRepair({ clients });
    expect(await repairRanking({ ...comparison(), repair })).toEqual({
      players: 39,
      found: { missing: 1, different: 1, extra: 1 },
      repaired: 3,
    });
    expect(await page()).toEqual(await table.board());
  });

  it('repairs the shards of a server that lost all it had, and leaves the others alone', async () => {
    await worker.deliver(await table.records());
    await second.flushall();
    const repair = createShardedBoardRepair({ clients });
    const { found, repaired } = await repairRanking({ ...comparison(), repair });
    expect(found).toEqual({ missing: repaired });
    expect(repaired).toBeGreaterThan(0);
    expect(repaired).toBeLessThan(40);
    expect(await page()).toEqual(await table.board());
  });

  it('is rebuilt by one at a time: a shard under way elsewhere keeps all from beginning', async () => {
    const under = await begin();
    await expect(begin()).rejects.toThrow(RebuildUnderWayError);
    await under.abandon();
    expect(await rebuild()).toEqual({ players: 40, unreadable: 0 });
  });

  it('stays as it was when a shard loses what was filled, and can be rebuilt at once again', async () => {
    await worker.deliver(await table.records());
    const expected = await page();
    const lostHalfWay = rebuildRanking({
      begin,
      players: {
        ...createPlayerScan(table),
        async *pages() {
          yield { rated: [{ player: 'player-1', score: 1, since: 1 }], unreadable: [] };
          const { name = '' } = shardsOf({ clients })[2] ?? {};
          await first.del(`{${name}}:rebuild`);
          yield { rated: [{ player: 'player-2', score: 1, since: 1 }], unreadable: [] };
        },
      },
      signal,
    });
    await expect(lostHalfWay).rejects.toThrow(RebuildLostError);
    expect(await page()).toEqual(expected);
    expect(await rebuild()).toEqual({ players: 40, unreadable: 0 });
    expect(await page()).toEqual(await table.board());
  });

  it('is another board with another number of shards, filled while the one before is read', async () => {
    await worker.deliver(await table.records());
    const wider = { clients: [...clients, first, second, first] };
    expect(await createShardedBoard(wider).page({ offset: 0, limit: 10 })).toEqual([]);
    const outcome = rebuildRanking({
      begin: (from) => beginShardedRebuild({ ...wider, from }),
      players: createPlayerScan(table),
      signal,
    });
    expect(await outcome).toEqual({ players: 40, unreadable: 0 });
    expect(await createShardedBoard(wider).page({ offset: 0, limit: 1_000 })).toEqual(await page());
  });
});
