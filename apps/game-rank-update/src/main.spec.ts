import { afterAll, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import streamSample from '@hanok/events/samples/dynamodb-stream.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction } from '@hanok/testing';
import { Redis } from 'ioredis';

const engine = await startRedis();
const { lines } = prepareFunction({ REDIS: engine.host, REDIS_PORT: String(engine.port) });
const redis = new Redis(engine.port, engine.host);
afterAll(async () => {
  redis.disconnect();
  await engine.stop();
});

it('puts the player of the sample event into the sorted set Rating, once', async () => {
  const { handler } = await import('./main.ts');
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await redis.zrange('Rating', '0', '-1', 'WITHSCORES')).toEqual(['SomeName', '1100']);
  const line = { service: 'game-rank-update', message: 'batch', received: 1, failed: 0 };
  expect(lines()).toContainEqual(expect.objectContaining(line));
});
