import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { PLAYER_TABLE } from '@hanok/scoring';
import { attributesOf } from '@hanok/tables';
import { prepareFunction, startTables } from '@hanok/testing';
import { Redis } from 'ioredis';

const [db, engine] = await Promise.all([startTables([PLAYER_TABLE]), startRedis()]);
const { lines } = prepareFunction({
  ...db.variables,
  REDIS: engine.host,
  REDIS_PORT: String(engine.port),
});
const redis = new Redis(engine.port, engine.host);
beforeAll(async () => {
  for (const [PlayerName, Score] of Object.entries({ SomeName: 1100, 가나다: 900 }))
    await db.put(PLAYER_TABLE, attributesOf({ PlayerName, Score, ScoreSince: 1_700_000_000_000 }));
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all([db.stop(), engine.stop()]);
});
beforeEach(() => redis.flushall());

const scoresOf = (board: string) => redis.zrange(board, '0', '-1', 'WITHSCORES');

describe('game-rank-rebuild', () => {
  it('makes the board Rating from the default table, in the place of what was there', async () => {
    const { handler } = await import('./main.ts');
    await redis.zadd('Rating', 5, 'ghost');
    const answer = await handler({}, buildLambdaContext());
    expect(answer).toEqual({ board: 'Rating', players: 2, unreadable: 0 });
    expect(await scoresOf('Rating')).toEqual(['가나다', '900', 'SomeName', '1100']);
    expect(await handler({}, buildLambdaContext())).toEqual(answer);
    const line = { service: 'game-rank-rebuild', level: 'info', message: 'task done' };
    expect(lines()).toContainEqual(expect.objectContaining(line));
  });

  it('makes the board that the event names, and leaves the usual one alone', async () => {
    const { handler } = await import('./main.ts');
    await redis.zadd('Rating', 5, 'ghost');
    expect(await handler({ board: '2026 봄' }, buildLambdaContext())).toMatchObject({ board: '2026 봄' });
    expect(await scoresOf('2026 봄')).toEqual(['가나다', '900', 'SomeName', '1100']);
    expect(await scoresOf('Rating')).toEqual(['ghost', '5']);
  });

  it('refuses an event with a bad board, and touches nothing', async () => {
    const { handler } = await import('./main.ts');
    const refused = handler({ board: 'a{b}' }, buildLambdaContext());
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidEventError',
      message: expect.stringContaining('board: expected 1 to 512 characters without { and }'),
    });
    expect(await redis.keys('*')).toEqual([]);
    const error = expect.objectContaining({ name: 'InvalidEventError' });
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'task failed', error }),
    );
  });
});
