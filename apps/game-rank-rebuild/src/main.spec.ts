import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide, startRedis } from '@hanok/engines';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { Redis } from 'ioredis';

const TableName = 'GomokuPlayerInfo';
const stops: (() => Promise<void>)[] = [];
let redis: Redis;

beforeAll(async () => {
  const [dynoxide, engine] = await Promise.all([startDynoxide(), startRedis()]);
  stops.push(dynoxide.stop, engine.stop);
  redis = new Redis(engine.port, engine.host);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: dynoxide.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    REDIS: engine.host,
    REDIS_PORT: String(engine.port),
  });
  await fillTable({ SomeName: '1100', 가나다: '900' });
});
afterAll(async () => {
  redis.disconnect();
  await Promise.all(stops.map((stop) => stop()));
});
beforeEach(() => redis.flushall());

async function fillTable(scores: Record<string, string>): Promise<void> {
  const client = new DynamoDBClient();
  const AttributeName = 'PlayerName';
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    }),
  );
  for (const [PlayerName, Score] of Object.entries(scores)) {
    const Item = { PlayerName: { S: PlayerName }, Score: { N: Score }, ScoreSince: { N: '1700000000000' } };
    await client.send(new PutItemCommand({ TableName, Item }));
  }
  client.destroy();
}

const scoresOf = (board: string) => redis.zrange(board, '0', '-1', 'WITHSCORES');

describe('game-rank-rebuild', () => {
  it('makes the board Rating from the default table, in the place of what was there', async () => {
    const { handler } = await import('./main.ts');
    await redis.zadd('Rating', 5, 'ghost');
    const answer = await handler({}, buildLambdaContext());
    expect(answer).toEqual({ board: 'Rating', players: 2, unreadable: 0 });
    expect(await scoresOf('Rating')).toEqual(['가나다', '900', 'SomeName', '1100']);
    expect(await handler({}, buildLambdaContext())).toEqual(answer);
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
  });
});
