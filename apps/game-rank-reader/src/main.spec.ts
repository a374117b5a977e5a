import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Redis, startRedis } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createRedisBoard, createRedisClient } from '@hanok/ranking';

let engine: Redis;
beforeAll(async () => {
  engine = await startRedis();
  Object.assign(process.env, { REDIS: engine.host, REDIS_PORT: String(engine.port) });
  const board = createRedisBoard(createRedisClient(engine));
  const rating = { score: 1100, since: 1_700_000_000_000 };
  await board.update([{ player: 'SomeName', sequenceNumber: '1', rating }]);
});
afterAll(() => engine.stop());

it('answers the board as the bare array that game clients read, and one player with rank', async () => {
  const { handler } = await import('./main.ts');
  const board = await handler(
    buildRestEvent({ httpMethod: 'GET', resource: '/ranking' }),
    buildLambdaContext(),
  );
  expect(board).toMatchObject({ statusCode: 200, body: '[{"Player":"SomeName","Score":1100}]' });
  const pathParameters = { player: 'SomeName' };
  const one = buildRestEvent({ httpMethod: 'GET', resource: '/ranking/{player}', pathParameters });
  const player = await handler(one, buildLambdaContext());
  expect(JSON.parse(player.body)).toEqual({ Player: 'SomeName', Score: 1100, Rank: 1 });
});
