import { afterAll, describe, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { runs } from '@hanok/testing';
import * as fc from 'fast-check';
import { createRedisClient } from '../store/redis-client.ts';
import { histories } from '../board/arbitrary-changes.fixture.ts';
import { startRedisCluster } from '../store/redis-cluster.fixture.ts';
import { converges, oneBoard, steps } from './rebuild-story.fixture.ts';

const [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
const clients = {
  single: createRedisClient(server),
  cluster: createRedisClient({ host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true }),
};
let boards = 0;
afterAll(async () => {
  for (const client of Object.values(clients)) client.disconnect();
  await Promise.all([server.stop(), cluster.stop()]);
});

const nextBoard = () => `board-${(boards += 1)}`;

describe('a board under writes, replays from TRIM_HORIZON, reordering, loss and rebuilds', () => {
  it.each([
    ['single', runs(250)],
    ['cluster', runs(60)],
  ] as const)('equals the table once the stream is read (%s)', async (kind, numRuns) => {
    await fc.assert(
      fc.asyncProperty(histories, steps, (history, story) =>
        converges(oneBoard(clients[kind], nextBoard()), history, story),
      ),
      { numRuns },
    );
  });
});
