import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { createPlayerScan } from './tables/player-scan.ts';
import { readRanking } from './read-ranking.ts';
import { rebuildRanking } from './rebuild/rebuild-ranking.ts';
import { createRedisBoard } from './board/redis-board.ts';
import { createRedisClient, type RedisClient } from './store/redis-client.ts';
import { beginRebuild } from './rebuild/begin-rebuild.ts';
import { type PlayerTable, startPlayerTables } from './tables/player-table.fixture.ts';
import { createRankWorker } from './rank-worker.fixture.ts';
import { settlesInTime, SHORT_LIMITS, SHORT_MS } from './store/short-limits.fixture.ts';
import { startStuckServer } from './store/stuck-server.fixture.ts';

const LAMBDA_ANSWER_BYTES = 6 * 1024 * 1024;
const [server, tables] = await Promise.all([startRedis(), startPlayerTables()]);
const redis = createRedisClient(server);
let table: PlayerTable;
beforeAll(async () => {
  table = await tables.fresh();
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all([server.stop(), tables.stop()]);
});
beforeEach(() => redis.flushall());

async function getRanking(client: RedisClient) {
  const { log, metrics } = recordLines();
  const handler = rest({
    routes: readRanking({ board: createRedisBoard({ client: client }) }),
    log,
    metrics,
  });
  return handler(buildRestEvent({ httpMethod: 'GET', resource: '/ranking' }), buildLambdaContext());
}

describe('defects of the original ranking that stay fixed', () => {
  it('a late or replayed stream record overwrites a newer score', async () => {
    const worker = createRankWorker(createRedisBoard({ client: redis }));
    await table.put('SomeName', 1_000);
    await table.put('SomeName', 1_100);
    const [older, newer] = await table.records();
    if (!older || !newer) throw new Error('The stream lacks its two records.');
    await worker.deliver([newer]);
    await worker.deliver([older]);
    await worker.deliver([older, newer]);
    expect(await redis.zscore('Rating', 'SomeName')).toBe('1100');
  });

  it('the reader returns the whole set, over the 6 MB of a Lambda answer at 150,000 players', async () => {
    const board = createRedisBoard({ client: redis });
    const players = Array.from({ length: 150_000 }, (_, index) => ({
      player: `a-player-with-a-name-${index}`,
      sequenceNumber: '1',
      rating: { score: index, since: 0 },
    }));
    for (let i = 0; i < players.length; i += 10_000) await board.update(players.slice(i, i + 10_000));
    const whole = players.map(({ player, rating }) => ({ Player: player, Score: rating.score }));
    expect(JSON.stringify(whole).length).toBeGreaterThan(LAMBDA_ANSWER_BYTES);
    const { statusCode, body } = await getRanking(redis);
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toHaveLength(100);
  });

  it('a dead Redis costs the whole function timeout', async () => {
    const stuck = await startStuckServer();
    const client = createRedisClient({ host: '127.0.0.1', port: stuck.port }, SHORT_LIMITS);
    const { statusCode } = await settlesInTime(() => getRanking(client), SHORT_MS);
    expect(statusCode).toBe(503);
    client.disconnect();
    await stuck.stop();
  });

  it('no way to rebuild Redis', async () => {
    await redis.set('something', 'else');
    await redis.flushall();
    await rebuildRanking({
      begin: (from) => beginRebuild({ client: redis, name: 'Rating', from }),
      players: createPlayerScan(table),
      signal: new AbortController().signal,
    });
    expect(await createRedisBoard({ client: redis }).page({ offset: 0, limit: 100 })).toEqual(
      await table.board(),
    );
    expect((await table.board()).length).toBeGreaterThan(0);
  });
});
