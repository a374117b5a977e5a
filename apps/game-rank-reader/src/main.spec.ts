import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createRedisBoard, createRedisClient } from '@hanok/ranking';
import { prepareFunction } from '@hanok/testing';

const engine = await startRedis();
const { lines } = prepareFunction({ REDIS: engine.host, REDIS_PORT: String(engine.port) });
const client = createRedisClient(engine);
beforeAll(async () => {
  const rating = { score: 1100, since: 1_700_000_000_000 };
  const board = createRedisBoard({ client });
  await board.update([{ player: 'SomeName', sequenceNumber: '1', rating }]);
});
afterAll(async () => {
  client.disconnect();
  await engine.stop();
});

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
  const line = {
    service: 'game-rank-reader',
    message: 'request',
    resource: '/ranking/{player}',
    status: 200,
  };
  expect(lines()).toContainEqual(expect.objectContaining(line));
});
