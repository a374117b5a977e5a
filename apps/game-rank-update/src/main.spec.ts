import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Redis, startRedis } from '@hanok/engines';
import streamSample from '@hanok/events/samples/dynamodb-stream.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { Redis as Client } from 'ioredis';

let engine: Redis;
let client: Client;
beforeAll(async () => {
  engine = await startRedis();
  client = new Client(engine.port, engine.host);
  Object.assign(process.env, { REDIS: engine.host, REDIS_PORT: String(engine.port) });
});
afterAll(async () => {
  client.disconnect();
  await engine.stop();
});

it('puts the player of the sample event into the sorted set Rating, once', async () => {
  const { handler } = await import('./main.ts');
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await client.zrange('Rating', '0', '-1', 'WITHSCORES')).toEqual(['SomeName', '1100']);
});
