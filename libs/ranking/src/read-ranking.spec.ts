import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, startRedis } from '@hanok/engines';
import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { readRanking } from './read-ranking.ts';
import { createRedisBoard, type RankingBoard } from './board/redis-board.ts';
import { createRedisClient } from './store/redis-client.ts';

const server = await startRedis();
const redis = createRedisClient(server);
const board = createRedisBoard({ client: redis });

const names = ['first', '가나다', 'tied/one', 'tied two', 'last'];
const scoreOf = [900, 500, 500, 500, 10];

beforeAll(async () => {
  await board.update(
    names.map((player, index) => ({
      player,
      sequenceNumber: String(index + 1),
      rating: { score: scoreOf[index] ?? 0, since: index },
    })),
  );
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

async function get(call: Omit<RestCall, 'httpMethod'>, from: RankingBoard = board) {
  const handler = rest({ ...recordLines(), routes: readRanking({ board: from }) });
  const { statusCode, body } = await handler(
    buildRestEvent({ httpMethod: 'GET', ...call }),
    buildLambdaContext(),
  );
  return { status: statusCode, text: body, body: JSON.parse(body) };
}
const ranking = (query?: Record<string, string>) => get({ resource: '/ranking', ...(query && { query }) });
const ofPlayer = (player: string, query?: Record<string, string>) =>
  get({ resource: '/ranking/{player}', pathParameters: { player }, ...(query && { query }) });

describe('GET /ranking', () => {
  it('answers a bare array with exactly Player and Score, in this order, highest first', async () => {
    const { status, text } = await ranking({ limit: '2' });
    expect(status).toBe(200);
    expect(text).toBe('[{"Player":"first","Score":900},{"Player":"가나다","Score":500}]');
  });

  it('pages by limit and offset', async () => {
    const pages = await Promise.all(['0', '2', '4', '6'].map((offset) => ranking({ limit: '2', offset })));
    expect(pages.map(({ body }) => body.length)).toEqual([2, 2, 1, 0]);
    expect(pages.flatMap(({ body }) => body.map((line: { Player: string }) => line.Player))).toEqual(names);
  });

  it('answers 100 lines by default and up to 1000', async () => {
    const many = createRedisBoard({ client: redis, name: 'many' });
    const rating = { score: 1, since: 0 };
    await many.update(
      Array.from({ length: 1_200 }, (_, i) => ({ player: `p${i}`, sequenceNumber: '1', rating })),
    );
    expect((await get({ resource: '/ranking' }, many)).body).toHaveLength(100);
    expect((await get({ resource: '/ranking', query: { limit: '1000' } }, many)).body).toHaveLength(1_000);
  });

  it.each(['0', '1001', '-1', '1.5', '1e2', '', ' 1', 'ten', '99999999999999999999'])(
    'answers 400 naming the parameter for limit=%s',
    async (limit) => {
      const { status, body } = await ranking({ limit });
      expect(status).toBe(400);
      expect(body).toEqual({ Error: 'limit: expected a whole number from 1 to 1000' });
    },
  );

  it('names every bad parameter', async () => {
    const { body } = await ranking({ limit: '0', offset: '-1' });
    expect(body.Error).toContain('limit: expected a whole number from 1 to 1000');
    expect(body.Error).toContain('offset: expected a whole number from 0 to 999999999');
  });
});

describe('GET /ranking/{player}', () => {
  it('answers the player with a rank that equal scores share', async () => {
    const { text } = await ofPlayer('tied two');
    expect(text).toBe('{"Player":"tied two","Score":500,"Rank":2}');
    expect((await ofPlayer('last')).body).toEqual({ Player: 'last', Score: 10, Rank: 5 });
  });

  it('answers the lines around the player, its own among them', async () => {
    const { body } = await ofPlayer('tied/one', { around: '1' });
    expect(body.Around).toEqual([
      { Player: '가나다', Score: 500, Rank: 2 },
      { Player: 'tied/one', Score: 500, Rank: 2 },
      { Player: 'tied two', Score: 500, Rank: 2 },
    ]);
    expect((await ofPlayer('first', { around: '0' })).body.Around).toEqual([
      { Player: 'first', Score: 900, Rank: 1 },
    ]);
    expect((await ofPlayer('first', { around: '100' })).body.Around).toHaveLength(5);
  });

  it('answers 404 for a player who is not on the board', async () => {
    const { status, body } = await ofPlayer('unknown');
    expect(status).toBe(404);
    expect(body).toEqual({ Error: 'No such player on the board' });
  });

  it.each(['-1', '101', 'x'])('answers 400 naming the parameter for around=%s', async (around) => {
    const { status, body } = await ofPlayer('first', { around });
    expect(status).toBe(400);
    expect(body).toEqual({ Error: 'around: expected a whole number from 0 to 100' });
  });

  it('answers 400 for a name that no player can have', async () => {
    expect((await ofPlayer('가'.repeat(683))).status).toBe(400);
    expect((await ofPlayer('가'.repeat(682))).status).toBe(404);
  });
});

it('answers 503 within 2 s when Redis is not there', async () => {
  const away = createRedisClient({ host: '127.0.0.1', port: await freePort() });
  const start = performance.now();
  const { status } = await get({ resource: '/ranking' }, createRedisBoard({ client: away }));
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(status).toBe(503);
  away.disconnect();
});
