import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { runs } from '@hanok/testing';
import * as fc from 'fast-check';
import type { BoardChange } from './board-change.ts';
import { createRedisBoard } from './redis-board.ts';
import { createRedisClient } from '../store/redis-client.ts';
import { deliveries, histories } from './arbitrary-changes.fixture.ts';
import { convergesToModel, readsAsCounted } from './board-properties.fixture.ts';

const HOUR_MS = 60 * 60 * 1_000;
const server = await startRedis();
const redis = createRedisClient(server);
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(() => redis.flushall());

const change = (player: string, sequence: number, score?: number, since = 0): BoardChange => ({
  player,
  sequenceNumber: String(sequence),
  rating: score === undefined ? undefined : { score, since },
});
const page = { offset: 0, limit: 1_000 };

describe('a board on Redis', () => {
  it('is the same for the same records in any order, repeated, in any batches, by two workers at once', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ history, batches }) => {
        await redis.flushall();
        const board = createRedisBoard({ client: redis });
        await convergesToModel(board, [{ redis, name: 'Rating' }], { history, batches });
      }),
      { numRuns: runs(150) },
    );
  });

  it('ranks, pages and neighbours as counting one by one does', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        async (history, limit, around) => {
          await redis.flushall();
          await readsAsCounted(createRedisBoard({ client: redis }), history, { limit, around });
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('shares a rank among equal scores, 1, 2, 2, 4, and lists the one that got there first before', async () => {
    const board = createRedisBoard({ client: redis });
    await board.update([
      change('late', 1, 50, 9),
      change('top', 2, 90),
      change('early', 3, 50, 8),
      change('last', 4, 1),
    ]);
    expect(await board.page(page)).toEqual([
      { Player: 'top', Score: 90, Rank: 1 },
      { Player: 'early', Score: 50, Rank: 2 },
      { Player: 'late', Score: 50, Rank: 2 },
      { Player: 'last', Score: 1, Rank: 4 },
    ]);
    expect(await board.page({ offset: 2, limit: 1 })).toEqual([{ Player: 'late', Score: 50, Rank: 2 }]);
  });

  it('answers scores to anyone who reads the plain sorted set', async () => {
    await createRedisBoard({ client: redis }).update([change('SomeName', 1, 1100)]);
    expect(await redis.zscore('Rating', 'SomeName')).toBe('1100');
  });

  it('lets no late record bring back a removed player, and forgets a removal after 48 h', async () => {
    let time = 1_000 * HOUR_MS;
    const board = createRedisBoard({ client: redis, now: () => new Date(time) });
    await board.update([change('gone', 1, 10)]);
    await board.update([change('gone', 5)]);
    time += 48 * HOUR_MS - 1;
    expect(await board.update([change('gone', 4, 10)])).toHaveLength(0);
    expect(await board.find('gone', 0)).toBeUndefined();
    expect(await redis.hexists('{Rating}:seen', 'gone')).toBe(1);
    time += 1;
    await board.update([change('other', 6, 1)]);
    expect(await redis.hexists('{Rating}:seen', 'gone')).toBe(0);
    expect(await redis.zcard('{Rating}:removed')).toBe(0);
  });

  it('keeps a player who came back after a removal, also when the removal ages out', async () => {
    let time = 1_000 * HOUR_MS;
    const board = createRedisBoard({ client: redis, now: () => new Date(time) });
    await board.update([change('back', 1)]);
    await board.update([change('back', 2, 7)]);
    time += 49 * HOUR_MS;
    expect(await board.update([change('back', 1), change('other', 3)])).toHaveLength(1);
    expect(await board.find('back', 0)).toMatchObject({ line: { Player: 'back', Score: 7, Rank: 1 } });
  });

  it('applies a record once, also a removal, and counts what it applied', async () => {
    const board = createRedisBoard({ client: redis });
    const batch = [change('a', 1, 1), change('a', 2, 2), change('b', 3)];
    expect(await board.update(batch)).toHaveLength(2);
    expect(await board.update(batch)).toHaveLength(0);
    const applied = await board.update([
      change('a', 1, 1),
      change('c', 1, 5),
      change('b', 2, 1),
      change('a', 4, 9),
    ]);
    expect(applied.map(({ change: { player, rating } }) => [player, rating?.score])).toEqual([
      ['a', 9],
      ['c', 5],
    ]);
    expect(applied.map(({ before }) => before?.sequenceNumber.replace(/^0+/, ''))).toEqual(['2', undefined]);
  });

  it('keeps boards of other names apart', async () => {
    await createRedisBoard({ client: redis, name: '2026 봄' }).update([change('a', 1, 1)]);
    await createRedisBoard({ client: redis, name: 'Rating' }).update([change('b', 1, 2)]);
    expect(await createRedisBoard({ client: redis, name: '2026 봄' }).page(page)).toEqual([
      { Player: 'a', Score: 1, Rank: 1 },
    ]);
    expect(await createRedisBoard({ client: redis, name: 'empty' }).page(page)).toEqual([]);
  });

  it('takes a batch of 10,000 players at once and takes them off again', async () => {
    const board = createRedisBoard({ client: redis });
    const players = Array.from({ length: 10_000 }, (_, index) => `player-${index}`);
    expect(await board.update(players.map((player, index) => change(player, 1, index % 100)))).toHaveLength(
      10_000,
    );
    expect(await board.update(players.map((player, index) => change(player, 2, index % 50)))).toHaveLength(
      10_000,
    );
    expect(await redis.zcard('{Rating}:order')).toBe(10_000);
    expect(await board.find('player-0', 0)).toMatchObject({ line: { Score: 0, Rank: 9_801 } });
    expect(await board.update(players.map((player) => change(player, 3)))).toHaveLength(10_000);
    expect(await redis.zcard('Rating')).toBe(0);
  });

  it('works again when Redis has forgotten its scripts', async () => {
    const board = createRedisBoard({ client: redis });
    await board.update([change('a', 1, 1)]);
    await redis.script('FLUSH');
    expect(await board.update([change('b', 2, 2)])).toHaveLength(1);
    await redis.script('FLUSH');
    expect(await board.page(page)).toHaveLength(2);
  });

  it('answers nothing for an empty batch, an empty board and a player it does not know', async () => {
    const board = createRedisBoard({ client: redis });
    expect(await board.update([])).toHaveLength(0);
    expect(await board.page(page)).toEqual([]);
    expect(await board.find('unknown', 100)).toBeUndefined();
  });

  it.each([
    [
      'limit',
      (limit: number) => createRedisBoard({ client: redis }).page({ offset: 0, limit }),
      [0, 1_001, 1.5, Number.NaN],
    ],
    [
      'offset',
      (offset: number) => createRedisBoard({ client: redis }).page({ offset, limit: 1 }),
      [-1, 2 ** 53],
    ],
    ['around', (around: number) => createRedisBoard({ client: redis }).find('a', around), [-1, 101]],
  ])('refuses %s out of its range', async (name, read, values) => {
    for (const value of values)
      await expect(read(value)).rejects.toThrow(`${name}: expected a whole number from`);
  });
});
