import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
  SETTLE_MS: '0',
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

const scoresOf = (board: string) => redis.zrange(board, '0', '-1', 'WITHSCORES');

it('puts right who differs on the board Rating, counts them, and finds nothing the next time', async () => {
  const { handler } = await import('./main.ts');
  await redis.zadd('Rating', 5, 'ghost');
  expect(await handler({}, buildLambdaContext())).toEqual({
    ...{ board: 'Rating', players: 2, repaired: 3 },
    found: { missing: 2, extra: 1 },
  });
  expect(await scoresOf('Rating')).toEqual(['가나다', '900', 'SomeName', '1100']);
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 'warn', message: 'board differed', repaired: 3 }),
  );
  expect(lines()).toContainEqual(expect.objectContaining({ PlayersRepaired: 3, PlayersUnreadable: 0 }));
  expect(JSON.stringify(lines())).not.toContain('ghost');
  expect(await handler({}, buildLambdaContext())).toMatchObject({ found: {}, repaired: 0 });
  expect(lines()).toContainEqual(expect.objectContaining({ PlayersRepaired: 0, PlayersUnreadable: 0 }));
});

it('repairs the board that the event names, and leaves the usual one alone', async () => {
  const { handler } = await import('./main.ts');
  await redis.flushall();
  expect(await handler({ board: '2026 봄' }, buildLambdaContext())).toMatchObject({
    ...{ board: '2026 봄', repaired: 2 },
  });
  expect(await scoresOf('2026 봄')).toEqual(['가나다', '900', 'SomeName', '1100']);
  expect(await redis.exists('Rating')).toBe(0);
});
