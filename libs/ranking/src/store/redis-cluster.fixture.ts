import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildProcess, freePort, startChildProcess } from '@hanok/engines';
import { Redis } from 'ioredis';

type Node = ChildProcess & { port: number; busPort: number; admin: Redis };

type RedisCluster = {
  host: string;
  ports: readonly number[];
  pids: readonly number[];
  stop(): Promise<void>;
};

const SLOTS = 16_384;
const NODES = 3;

/** Three `redis-server` primaries on 127.0.0.1 that have formed a Redis Cluster and serve every slot. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'hanok-redis-cluster-'));
  const nodes = await Promise.all(Array.from({ length: NODES }, (_, index) => startNode(dir, index)));
  await Promise.all(
    nodes.map(({ admin }, index) => admin.call('CLUSTER', 'ADDSLOTSRANGE', ...slotsOf(index))),
  );
  await Promise.all(nodes.map(({ admin }) => meetAll(admin, nodes)));
  await Promise.all(nodes.map(({ admin }) => whenFormed(admin)));
  const stop = async () => {
    for (const { admin } of nodes) admin.disconnect();
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(dir, { recursive: true, force: true });
  };
  return { host: '127.0.0.1', ports: nodes.map(({ port }) => port), pids: nodes.map(({ pid }) => pid), stop };
}

async function startNode(dir: string, index: number): Promise<Node> {
  const [port, busPort] = await Promise.all([freePort(), freePort()]);
  const settings = [
    '--port',
    port,
    '--cluster-port',
    busPort,
    '--cluster-config-file',
    `nodes-${index}.conf`,
  ];
  const fixed = ['--bind', '127.0.0.1', '--dir', dir, '--save', '', '--cluster-enabled', 'yes'];
  const child = await startChildProcess('redis-server', [...fixed, ...settings.map(String)]);
  const admin = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20, maxRetriesPerRequest: 750 });
  admin.on('error', () => undefined);
  const exit = await Promise.race([admin.ping().then(() => undefined), child.exited]);
  if (exit === undefined) return { ...child, port, busPort, admin };
  admin.disconnect();
  // Another program has taken a port since it was free.
  if (exit.output.includes('Address already in use')) return startNode(dir, index);
  throw new Error(`redis-server ended: ${exit.output}`);
}

function slotsOf(index: number): [number, number] {
  const edge = (node: number) => Math.floor((node * SLOTS) / NODES);
  return [edge(index), edge(index + 1) - 1];
}

async function meetAll(admin: Redis, nodes: readonly Node[]): Promise<void> {
  for (const { port, busPort } of nodes) await admin.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
}

/** Nodes agree by gossip: each is asked until it knows that all slots are served. */
async function whenFormed(admin: Redis): Promise<void> {
  for (;;) {
    const state = String(await admin.call('CLUSTER', 'INFO'));
    if (state.includes('cluster_state:ok') && state.includes(`cluster_size:${NODES}`)) return;
    await delay(20);
  }
}
