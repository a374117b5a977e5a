import { afterAll, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { parseEnv } from '@hanok/lambda';
import { createRedisClient } from '../store/redis-client.ts';
import { boardFrom, boardVariables, shardsFrom } from './board-from.ts';

const server = await startRedis();
const redis = createRedisClient(server);
const opened: { disconnect(): void }[] = [redis];
afterAll(async () => {
  for (const client of opened) client.disconnect();
  await server.stop();
});

const variables = (more: Record<string, string> = {}) =>
  parseEnv(boardVariables, { REDIS: server.host, REDIS_PORT: String(server.port), ...more });
const change = { player: 'SomeName', sequenceNumber: '1', rating: { score: 5, since: 1 } };

describe('the board that the variables name', () => {
  it.each([
    ['1', 'Rating'],
    ['4', 'Rating/4/1'],
  ])('is, with BOARD_SHARDS %s, at %s for one player', async (BOARD_SHARDS, key) => {
    await redis.flushall();
    await boardFrom(variables({ BOARD_SHARDS })).update([change]);
    expect(await redis.zscore(key, 'SomeName')).toBe('5');
  });

  it('has one client for all its shards', () => {
    const clients = shardsFrom(variables({ BOARD_SHARDS: '4' }));
    opened.push(clients[0]);
    expect(clients).toHaveLength(4);
    expect(new Set(clients).size).toBe(1);
  });

  it.each(['0', '257', 'x'])('has no %s shards', (BOARD_SHARDS) => {
    expect(() => variables({ BOARD_SHARDS })).toThrow('BOARD_SHARDS');
  });
});
