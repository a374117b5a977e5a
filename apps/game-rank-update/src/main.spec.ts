import { afterAll, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import streamSample from '@hanok/events/samples/dynamodb-stream.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startQueue } from '@hanok/testing';
import { Redis } from 'ioredis';

const [engine, queue] = await Promise.all([startRedis(), startQueue()]);
const { lines } = prepareFunction({
  ...queue.variables,
  FAILURE_QUEUE_URL: queue.queueUrl,
  REDIS: engine.host,
  REDIS_PORT: String(engine.port),
});
const redis = new Redis(engine.port, engine.host);
afterAll(async () => {
  redis.disconnect();
  await Promise.all([engine.stop(), queue.stop()]);
});

it('puts the player of the sample event into the sorted set Rating, once', async () => {
  const { handler } = await import('./main.ts');
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await handler(streamSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await redis.zrange('Rating', '0', '-1', 'WITHSCORES')).toEqual(['SomeName', '1100']);
  const line = { service: 'game-rank-update', message: 'batch', received: 1, failed: 0 };
  expect(lines()).toContainEqual(expect.objectContaining(line));
});

it('notes a record that it cannot read in the failure queue, and does not ask for it again', async () => {
  const { handler } = await import('./main.ts');
  const event = structuredClone(streamSample);
  for (const { dynamodb } of event.Records) Object.assign(dynamodb.NewImage, { Score: { S: 'many' } });
  expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  const [record] = event.Records;
  expect(await queue.take()).toEqual([
    expect.objectContaining({
      reason: 'Invalid',
      message: 'NewImage.Score: expected number',
      SequenceNumber: record?.dynamodb.SequenceNumber,
      Keys: { PlayerName: { S: 'SomeName' } },
    }),
  ]);
});
