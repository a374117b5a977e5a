import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { createPlayerScan } from '../tables/player-scan.ts';
import { createRedisBoard } from '../board/redis-board.ts';
import { createRedisClient } from '../store/redis-client.ts';
import { beginRebuild } from '../rebuild/begin-rebuild.ts';
import { createScoreReader } from './score-reader.ts';
import { rebuildRanking } from '../rebuild/rebuild-ranking.ts';
import { type PlayerTable, startPlayerTables } from '../tables/player-table.fixture.ts';
import { MAX_DIFFERENCES, verifyRanking } from './verify-ranking.ts';

const [server, tables] = await Promise.all([startRedis(), startPlayerTables()]);
const redis = createRedisClient(server);
let table: PlayerTable;
beforeAll(async () => {
  table = await tables.fresh();
  for (const [name, score] of [
    ['a', 1],
    ['b', 2],
    ['c', 0],
    ['가나다', -5.5],
  ] as const)
    await table.put(name, score);
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all([server.stop(), tables.stop()]);
});
const { signal } = new AbortController();
const players = () => createPlayerScan(table);
beforeEach(async () => {
  await redis.flushall();
  await rebuildRanking({
    begin: (from) => beginRebuild({ client: redis, name: 'Rating', from }),
    players: players(),
    signal,
  });
});

const verify = (settle: () => Promise<void> = async () => undefined, name = 'Rating') =>
  verifyRanking({ players: players(), board: createScoreReader({ client: redis, name }), settle, signal });
const update = (player: string, score?: number) =>
  createRedisBoard({ client: redis }).update([
    { player, sequenceNumber: '7', rating: score === undefined ? undefined : { score, since: 1 } },
  ]);

describe('verifyRanking', () => {
  it('finds nothing on a board that equals the table', async () => {
    expect(await verify()).toEqual({ players: 4, differences: [], more: 0 });
  });

  it('names who is missing, who is too many and whose score differs', async () => {
    await update('a');
    await update('b', 20);
    await update('extra', 3);
    const { differences } = await verify();
    expect(differences.toSorted((one, other) => one.player.localeCompare(other.player))).toEqual([
      { player: 'a', kind: 'missing', table: 1 },
      { player: 'b', kind: 'different', table: 2, board: 20 },
      { player: 'extra', kind: 'extra', board: 3 },
    ]);
  });

  it('names a player who has the score of the table since another time: equals stand in another order', async () => {
    await update('b', 2);
    expect((await verify()).differences).toEqual([{ player: 'b', kind: 'order', table: 2, board: 2 }]);
  });

  it.each(['Rating', '{Rating}:order'])(
    'finds a player who lacks in one of the two sorted sets: %s',
    async (key) => {
      const member = (await redis.zrange(key, '0', '-1')).find((each) => each.endsWith('b'));
      expect(await redis.zrem(key, member ?? '')).toBe(1);
      expect((await verify()).differences).toEqual([{ player: 'b', kind: 'different', table: 2 }]);
    },
  );

  it('finds a player too many in the listing alone', async () => {
    await redis.zadd('{Rating}:order', '-9', '0000000000000001ghost');
    await redis.hset('{Rating}:seen', 'ghost', `${'0'.repeat(40)}0000000000000001`);
    expect((await verify()).differences).toEqual([{ player: 'ghost', kind: 'extra', board: 9 }]);
  });

  it.each([
    ['empty', ''],
    ['longer than 2,048 bytes', 'x'.repeat(2_049)],
  ])('finds a player too many whose name is %s, as none of the table can be', async (_, name) => {
    await redis.zadd('Rating', '3', name);
    expect((await verify()).differences).toEqual([{ player: name, kind: 'extra', board: 3 }]);
  });

  it('looks again before it names a player: what was on its way has arrived', async () => {
    await update('b', 20);
    await update('extra', 3);
    const sinceOfB = Number((await players().read(['b'], signal)).rated[0]?.since);
    const settle = async () => {
      await createRedisBoard({ client: redis }).update([
        { player: 'b', sequenceNumber: '8', rating: { score: 2, since: sinceOfB } },
        { player: 'extra', sequenceNumber: '9', rating: undefined },
      ]);
    };
    expect((await verify(settle)).differences).toEqual([]);
  });

  it('names every player of a board that is not there', async () => {
    const { differences } = await verify(undefined, 'season 2');
    expect(differences.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => 'missing'));
  });

  it('names whose score in the table no board can hold', async () => {
    await table.put('huge', '9007199254740993');
    expect((await verify()).differences).toEqual([{ player: 'huge', kind: 'unreadable' }]);
    await table.remove('huge');
  });

  it('keeps 1,000 differences and counts the rest', async () => {
    const changes = Array.from({ length: 1_600 }, (_, index) => ({
      player: `extra-${index}`,
      sequenceNumber: '1',
      rating: { score: 1, since: 1 },
    }));
    await createRedisBoard({ client: redis }).update(changes);
    const { differences, more } = await verify();
    expect(differences).toHaveLength(MAX_DIFFERENCES);
    expect(more).toBe(600);
  });
});
