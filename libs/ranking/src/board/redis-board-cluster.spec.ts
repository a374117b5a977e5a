import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Cluster } from 'ioredis';
import { boardKeys } from './board-keys.ts';
import { createRedisBoard } from './redis-board.ts';
import { createRedisClient } from '../store/redis-client.ts';
import { deliveries } from './arbitrary-changes.fixture.ts';
import { modelBoard } from './board-model.fixture.ts';
import { startRedisCluster } from '../store/redis-cluster.fixture.ts';

const cluster = await startRedisCluster();
const redis = createRedisClient({ host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true });
let boards = 0;
afterAll(async () => {
  redis.disconnect();
  await cluster.stop();
});

describe('boards on a Redis Cluster of three nodes', () => {
  it.each(['Rating', '시즌 1', 'a:b'])('keeps all keys of %s in one slot', async (name) => {
    const slots = await Promise.all(
      Object.values(boardKeys(name)).map((key) => redis.cluster('KEYSLOT', key)),
    );
    expect(new Set(slots).size).toBe(1);
  });

  it('converge as on one server, wherever their slot is', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ history, batches }) => {
        const board = createRedisBoard({ client: redis, name: `board-${(boards += 1)}` });
        for (const batch of batches) await board.update(batch);
        const expected = modelBoard(history);
        expect(await board.page({ offset: 0, limit: 1_000 })).toEqual(expected);
        const first = expected[0];
        if (first) expect(await board.find(first.Player, 100)).toEqual({ line: first, around: expected });
      }),
      { numRuns: 40 },
    );
    const sizes = await Promise.all(
      redis instanceof Cluster ? redis.nodes('master').map((node) => node.dbsize()) : [],
    );
    expect(sizes).toHaveLength(3);
    for (const size of sizes) expect(size).toBeGreaterThan(0);
  });
});
