import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, startRedis } from '@hanok/engines';
import { createPlayerScan } from './tables/player-scan.ts';
import { rebuildRanking } from './rebuild/rebuild-ranking.ts';
import { createRedisBoard } from './board/redis-board.ts';
import { createRedisClient, type RedisLimits } from './store/redis-client.ts';
import { PROMISED_MS, settlesInTime, SHORT_LIMITS, SHORT_MS } from './store/short-limits.fixture.ts';
import { beginRebuild } from './rebuild/begin-rebuild.ts';
import { type LambdaRecord, type PlayerTable, startPlayerTables } from './tables/player-table.fixture.ts';
import { createRankWorker } from './rank-worker.fixture.ts';
import { startRedisCluster } from './store/redis-cluster.fixture.ts';

const page = { offset: 0, limit: 1_000 };
const cleanups: (() => unknown)[] = [];
const tables = await startPlayerTables();
afterAll(tables.stop);
let table: PlayerTable;
beforeEach(async () => {
  table = await tables.fresh();
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
async function begin(endpoint: { host: string; port: number; cluster?: boolean }, limits?: RedisLimits) {
  const redis = createRedisClient(endpoint, limits);
  cleanups.push(() => redis.disconnect());
  const board = createRedisBoard({ client: redis });
  const worker = createRankWorker(board);
  for (let i = 0; i < 20; i += 1) await table.put(`player-${i % 8}`, i * 10);
  expect(await worker.deliver(await table.records())).toBeUndefined();
  const { length } = await table.records();
  for (let i = 0; i < 10; i += 1) await table.put(`player-${i}`, 1_000 - i);
  await table.remove('player-3');
  const pending = (await table.records()).slice(length);
  return { redis, board, worker, pending };
}

/** Delivers while Redis is out of order: in time the lowest sequence number comes back. */
async function failsFast(
  worker: ReturnType<typeof createRankWorker>,
  records: readonly LambdaRecord[],
  limitMs = PROMISED_MS,
) {
  const failedFrom = await settlesInTime(() => worker.deliver(records), limitMs);
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
      begin: (from) => beginRebuild({ client: redis, name: 'Rating', from }),
      players: createPlayerScan(table),
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
    const { worker, pending, board } = await begin(server, SHORT_LIMITS);
    process.kill(server.pid, 'SIGSTOP');
    cleanups.push(() => process.kill(server.pid, 'SIGCONT'));
    await failsFast(worker, pending, SHORT_MS);
    await failsFast(worker, pending, SHORT_MS);
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
    const endpoint = { host: cluster.host, port: cluster.ports[0] ?? 0, cluster: true };
    const { worker, pending, board } = await begin(endpoint, SHORT_LIMITS);
    const signalAll = (signal: 'SIGSTOP' | 'SIGCONT') => {
      for (const pid of cluster.pids) process.kill(pid, signal);
    };
    signalAll('SIGSTOP');
    cleanups.push(() => signalAll('SIGCONT'));
    await failsFast(worker, pending, SHORT_MS);
    await failsFast(worker, pending, SHORT_MS);
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
    const rebuild = await beginRebuild({ client: redis, name: 'Rating' });
    await rebuild.add([{ player: 'a', score: 1, since: 0 }]);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const adding = () => rebuild.add([{ player: 'b', score: 1, since: 0 }]);
    await expect(settlesInTime(adding, PROMISED_MS)).rejects.toThrow(/^Redis: /);
    await startServer({ dir, appendonly: true, port: first.port });
    expect(await board.page(page)).toEqual(served);
  });
});
