import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, startRedis } from '@hanok/engines';
import { createPlayerScan } from './player-scan-table.ts';
import { rebuildRanking } from './rebuild-ranking.ts';
import { createRedisBoard } from './redis-board.ts';
import { createRedisClient } from './redis-client.ts';
import { beginRebuild } from './redis-rebuild.ts';
import { type LambdaRecord, type PlayerTable, startPlayerTable } from './testing/player-table.ts';
import { createRankWorker } from './testing/rank-worker.ts';
import { startRedisCluster } from './testing/redis-cluster.ts';

const page = { offset: 0, limit: 1_000 };
const cleanups: (() => unknown)[] = [];
let table: PlayerTable;
beforeEach(async () => {
  table = await startPlayerTable();
  cleanups.push(table.stop);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Parameters<typeof startRedis>[0]) {
  const server = await startRedis(options);
  cleanups.push(server.stop);
  return server;
}

/** A worker on the board of this Redis, and the first half of the table's history, delivered already. */
async function begin(endpoint: { host: string; port: number; cluster?: boolean }) {
  const redis = createRedisClient(endpoint);
  cleanups.push(() => redis.disconnect());
  const board = createRedisBoard(redis);
  const worker = createRankWorker(board);
  for (let i = 0; i < 20; i += 1) await table.put(`player-${i % 8}`, i * 10);
  expect(await worker.deliver(await table.records())).toBeUndefined();
  const { length } = await table.records();
  for (let i = 0; i < 10; i += 1) await table.put(`player-${i}`, 1_000 - i);
  await table.remove('player-3');
  const pending = (await table.records()).slice(length);
  return { redis, board, worker, pending };
}

/** Delivers while Redis is out of order: within 2 s the lowest sequence number comes back. */
async function failsFast(worker: ReturnType<typeof createRankWorker>, records: readonly LambdaRecord[]) {
  const start = performance.now();
  const failedFrom = await worker.deliver(records);
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(failedFrom).toBe(records[0]?.dynamodb.SequenceNumber);
}

describe('the rank update, when Redis is', () => {
  it('killed and started again on its data: answers the lowest number, then catches up', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hanok-redis-'));
    cleanups.push(() => rm(dir, { recursive: true, force: true }));
    const first = await startServer({ dir, appendonly: true });
    const { worker, pending, board } = await begin(first);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await failsFast(worker, pending);
    await startServer({ dir, appendonly: true, port: first.port });
    expect(await worker.deliver(pending)).toBeUndefined();
    expect(await board.page(page)).toEqual(await table.board());
  });

  it('killed and started again empty: catches up, and a rebuild restores the rest', async () => {
    const first = await startServer({});
    const { worker, pending, board, redis } = await begin(first);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await failsFast(worker, pending);
    await startServer({ port: first.port });
    await table.put('player-0', 5);
    await rebuildRanking({
      begin: (from) => beginRebuild(redis, { name: 'Rating', from }),
      players: createPlayerScan({ client: table.client, tableName: table.tableName }),
      signal: new AbortController().signal,
    });
    expect(await board.page(page)).toEqual(await table.board());
    expect(await worker.deliver(pending)).toBeUndefined();
    const all = await table.records();
    expect(await worker.deliver(all.slice(-1))).toBeUndefined();
    expect(await board.page(page)).toEqual(await table.board());
  });

  it('hung, accepting and never answering: answers the lowest number, then catches up', async () => {
    const server = await startServer({});
    const { worker, pending, board } = await begin(server);
    process.kill(server.pid, 'SIGSTOP');
    cleanups.push(() => process.kill(server.pid, 'SIGCONT'));
    await failsFast(worker, pending);
    await failsFast(worker, pending);
    process.kill(server.pid, 'SIGCONT');
    expect(await worker.deliver(pending)).toBeUndefined();
    expect(await board.page(page)).toEqual(await table.board());
  });

  it('READONLY after a failover: answers the lowest number, then catches up', async () => {
    const { worker, pending, board, redis } = await begin(await startServer({}));
    await redis.call('REPLICAOF', '127.0.0.1', await freePort());
    await failsFast(worker, pending);
    await redis.call('REPLICAOF', 'NO', 'ONE');
    expect(await worker.deliver(pending)).toBeUndefined();
    expect(await board.page(page)).toEqual(await table.board());
  });

  it('a cluster of three hung nodes: answers the lowest number, then catches up', async () => {
    const cluster = await startRedisCluster();
    cleanups.push(cluster.stop);
    const { worker, pending, board } = await begin({
      host: cluster.host,
      port: cluster.ports[0] ?? 0,
      cluster: true,
    });
    const signalAll = (signal: 'SIGSTOP' | 'SIGCONT') => {
      for (const pid of cluster.pids) process.kill(pid, signal);
    };
    signalAll('SIGSTOP');
    cleanups.push(() => signalAll('SIGCONT'));
    await failsFast(worker, pending);
    await failsFast(worker, pending);
    signalAll('SIGCONT');
    expect(await worker.deliver(pending)).toBeUndefined();
    expect(await board.page(page)).toEqual(await table.board());
  });
});

describe('a rebuild, when Redis is', () => {
  it('killed on its way: fails within 2 s and leaves what the server had', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hanok-redis-'));
    cleanups.push(() => rm(dir, { recursive: true, force: true }));
    const first = await startServer({ dir, appendonly: true });
    const { board, redis } = await begin(first);
    const served = await board.page(page);
    const rebuild = await beginRebuild(redis, { name: 'Rating' });
    await rebuild.add([{ player: 'a', score: 1, since: 0 }]);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const start = performance.now();
    await expect(rebuild.add([{ player: 'b', score: 1, since: 0 }])).rejects.toThrow(/^Redis: /);
    expect(performance.now() - start).toBeLessThan(2_000);
    await startServer({ dir, appendonly: true, port: first.port });
    expect(await board.page(page)).toEqual(served);
  });
});
