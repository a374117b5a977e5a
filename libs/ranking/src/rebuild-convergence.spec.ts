import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Redis as RedisServer, startRedis } from '@hanok/engines';
import * as fc from 'fast-check';
import { createRedisClient, type RedisClient } from './redis-client.ts';
import { histories } from './testing/arbitrary-changes.ts';
import { type RedisCluster, startRedisCluster } from './testing/redis-cluster.ts';
import { converges, steps } from './testing/rebuild-story.ts';

let server: RedisServer;
let cluster: RedisCluster;
let clients: { single: RedisClient; cluster: RedisClient };
let boards = 0;

beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
  clients = {
    single: createRedisClient(server),
    cluster: createRedisClient({ host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true }),
  };
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.disconnect();
  await Promise.all([server.stop(), cluster.stop()]);
});

const nextBoard = () => `board-${(boards += 1)}`;

describe('a board under writes, replays from TRIM_HORIZON, reordering, loss and rebuilds', () => {
  it.each([
    ['single', 250],
    ['cluster', 60],
  ] as const)('equals the table once the stream is read (%s)', async (kind, numRuns) => {
    await fc.assert(
      fc.asyncProperty(histories, steps, (history, story) =>
        converges(clients[kind], nextBoard(), history, story),
      ),
      { numRuns },
    );
  });
});
