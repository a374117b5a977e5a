import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import type { BoardChange } from '../board/board-change.ts';
import { rebuildKeys } from '../board/board-keys.ts';
import { RebuildLostError, RebuildUnderWayError } from '../errors.ts';
import { createRedisBoard } from '../board/redis-board.ts';
import { createRedisClient } from '../store/redis-client.ts';
import { beginRebuild } from './begin-rebuild.ts';

const FROM = 1_000_000;
const NAME = 'Rating';
const page = { offset: 0, limit: 1_000 };
const server = await startRedis();
const redis = createRedisClient(server);
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(() => redis.flushall());

const change = (player: string, sequence: number, score?: number, changedAt = FROM): BoardChange => ({
  player,
  sequenceNumber: String(sequence),
  rating: score === undefined ? undefined : { score, since: 0 },
  changedAt,
});
const scanned = (player: string, score: number, since = 0) => ({ player, score, since });
const scores = async () =>
  (await createRedisBoard({ client: redis }).page(page)).map(({ Player, Score }) => [Player, Score]);

describe('a rebuild', () => {
  it('shows readers the old board until it is finished, then the new one, and leaves nothing behind', async () => {
    await createRedisBoard({ client: redis }).update([change('old', 1, 1)]);
    const rebuild = await beginRebuild({ client: redis, name: NAME, from: FROM });
    expect(rebuild.replaces).toBe(1);
    expect(await rebuild.add([scanned('a', 5, 2), scanned('b', -7.5), scanned('c', 5, 1)])).toBe(3);
    expect(await scores()).toEqual([['old', 1]]);
    expect(await rebuild.finish()).toBe(3);
    expect(await scores()).toEqual([
      ['c', 5],
      ['a', 5],
      ['b', -7.5],
    ]);
    expect((await redis.keys('*')).toSorted()).toEqual([
      'Rating',
      '{Rating}:order',
      '{Rating}:rebuilt',
      '{Rating}:seen',
    ]);
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBe(-1);
  });

  it('of an empty table leaves an empty board', async () => {
    await createRedisBoard({ client: redis }).update([change('old', 1, 1), change('gone', 2)]);
    expect(await (await beginRebuild({ client: redis, name: NAME })).finish()).toBe(0);
    expect(await scores()).toEqual([]);
  });

  it('keeps what the stream brings meanwhile, whether its player is read before, after or never', async () => {
    const board = createRedisBoard({ client: redis });
    await board.update([change('before', 1, 1), change('after', 2, 1), change('removed', 3, 1)]);
    const rebuild = await beginRebuild({ client: redis, name: NAME, from: FROM });
    await rebuild.add([scanned('before', 1)]);
    await board.update([
      change('before', 4, 40),
      change('after', 5, 50),
      change('new', 6, 60),
      change('removed', 7),
    ]);
    expect(await rebuild.add([scanned('after', 1), scanned('removed', 1)])).toBe(0);
    await rebuild.finish();
    expect(await scores()).toEqual([
      ['new', 60],
      ['after', 50],
      ['before', 40],
    ]);
  });

  it('keeps sequence numbers and removals: what is late stays late', async () => {
    const board = createRedisBoard({ client: redis });
    await board.update([change('a', 10, 1), change('gone', 11)]);
    const rebuild = await beginRebuild({ client: redis, name: NAME });
    await rebuild.add([scanned('a', 1)]);
    await rebuild.finish();
    expect(await board.update([change('a', 9, 99), change('gone', 8, 99), change('a', 10, 1)])).toHaveLength(
      0,
    );
    expect(await board.update([change('a', 12, 2), change('gone', 13, 3)])).toHaveLength(2);
    expect(await scores()).toEqual([
      ['gone', 3],
      ['a', 2],
    ]);
  });

  it('takes no change that is in what it read, meanwhile or afterwards, also when Redis was emptied', async () => {
    const board = createRedisBoard({ client: redis });
    const rebuild = await beginRebuild({ client: redis, name: NAME, from: FROM });
    await rebuild.add([scanned('a', 5)]);
    await board.update([change('a', 1, 1, FROM - 1), change('deleted', 2, 1, FROM - 1)]);
    await rebuild.finish();
    expect(await scores()).toEqual([['a', 5]]);
    expect(await board.update([change('a', 3, 3, FROM - 1), change('deleted', 2, 1, FROM - 1)])).toHaveLength(
      0,
    );
    expect(await board.update([change('a', 4, 6, FROM)])).toHaveLength(1);
    expect(await scores()).toEqual([['a', 6]]);
  });

  it('is refused while another is under way, which goes on', async () => {
    const rebuild = await beginRebuild({ client: redis, name: NAME });
    await expect(beginRebuild({ client: redis, name: NAME })).rejects.toThrow(RebuildUnderWayError);
    await rebuild.add([scanned('a', 1)]);
    expect(await (await beginRebuild({ client: redis, name: 'other' })).finish()).toBe(0);
    expect(await rebuild.finish()).toBe(1);
  });

  it('begins with nothing after one that crashed, and locks that one out should it come back', async () => {
    const board = createRedisBoard({ client: redis });
    await board.update([change('a', 1, 1)]);
    const crashed = await beginRebuild({ client: redis, name: NAME });
    await crashed.add([scanned('ghost', 9)]);
    const { rebuild: key, next } = rebuildKeys(NAME);
    expect(await redis.pttl(key)).toBeGreaterThan(50_000);
    expect(await redis.pttl(next.scores)).toBeLessThanOrEqual(120_000);
    await redis.pexpire(key, 0);
    expect(await scores()).toEqual([['a', 1]]);
    const rebuild = await beginRebuild({ client: redis, name: NAME });
    await expect(crashed.add([scanned('ghost', 9)])).rejects.toThrow(RebuildLostError);
    await expect(crashed.finish()).rejects.toThrow(RebuildLostError);
    await crashed.abandon();
    await rebuild.add([scanned('a', 2)]);
    expect(await rebuild.finish()).toBe(1);
    expect(await scores()).toEqual([['a', 2]]);
  });

  it('abandoned leaves the board as it was', async () => {
    await createRedisBoard({ client: redis }).update([change('a', 1, 1)]);
    const before = (await redis.keys('*')).toSorted();
    const rebuild = await beginRebuild({ client: redis, name: NAME });
    await rebuild.add([scanned('b', 1)]);
    await rebuild.abandon();
    expect((await redis.keys('*')).toSorted()).toEqual(before);
    await expect(rebuild.finish()).rejects.toThrow(RebuildLostError);
    expect(await scores()).toEqual([['a', 1]]);
  });

  it('is lost when Redis is emptied, or a failover forgets one of its steps', async () => {
    const emptied = await beginRebuild({ client: redis, name: NAME });
    await redis.flushall();
    await expect(emptied.add([scanned('a', 1)])).rejects.toThrow(RebuildLostError);
    await emptied.abandon();
    const failedOver = await beginRebuild({ client: redis, name: NAME });
    await failedOver.add([scanned('a', 1)]);
    await failedOver.add([scanned('b', 1)]);
    await redis.hset(rebuildKeys(NAME).rebuild, 'step', '1');
    await expect(failedOver.add([scanned('c', 1)])).rejects.toThrow(RebuildLostError);
    await expect(failedOver.finish()).rejects.toThrow(RebuildLostError);
    expect(await scores()).toEqual([]);
  });

  it('carries 3,000 removals over', async () => {
    const board = createRedisBoard({ client: redis });
    const players = Array.from({ length: 3_000 }, (_, index) => `player-${index}`);
    await board.update(players.map((player) => change(player, 5)));
    await (await beginRebuild({ client: redis, name: NAME })).finish();
    expect(await redis.zcard('{Rating}:removed')).toBe(3_000);
    expect(await board.update(players.map((player) => change(player, 4, 1)))).toHaveLength(0);
    expect(await scores()).toEqual([]);
  });
});
