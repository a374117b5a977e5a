import { Redis } from 'ioredis';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { spawnRedis } from '@hanok/engines';
import { startTlsProxy } from './tls-proxy.ts';

/** As long as the functions wait for a connection. */
const CONNECT_MS = 2_000;

/** The stack's Redis, with and without TLS. */
export type StackRedis = {
  /** Undefined when none was started. */
  endpoint: ((options: { tls: boolean }) => { host: string; port: number }) | undefined;
  /** Path of the certificate that clients of the TLS port must trust (PEM). */
  ca: string | undefined;
};

type RunningRedis = StackRedis & {
  /** As of `spawnRedis`. */
  ready: Promise<void>;
  endpoint: NonNullable<StackRedis['endpoint']>;
  /** Resolves with what happened when the server ends by itself. */
  died: Promise<string>;
  /** Deletes every key; absent for a server that the stack was given. */
  clear?(): Promise<void>;
  stop(): Promise<void>;
};

/** REDIS_URL is not of a kind that the deployed functions could use, or no server answers there. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

/** Starts redis-server on the folder, or takes the one at `url`, such as `redis://127.0.0.1:6379`. Throws `RedisUrlError`. */
export async function openRedis(options: { dir: string; url: string | undefined }): Promise<RunningRedis> {
  mkdirSync(options.dir, { recursive: true });
  return options.url === undefined ? startOwn(options.dir) : proxyForeign(options.dir, options.url);
}

async function startOwn(dir: string): Promise<RunningRedis> {
  const redis = await spawnRedis({ dir, tls: true, appendonly: true });
  const { host, port, tlsPort = port } = redis;
  return {
    endpoint: ({ tls }) => ({ host, port: tls ? tlsPort : port }),
    ca: redis.ca,
    ready: redis.ready,
    died: redis.exited.then(({ code, signal }) => `redis-server ended (${signal ?? `code ${code}`})`),
    clear: () => deleteKeys({ host, port }),
    stop: redis.stop,
  };
}

/** The template asks for TLS, which a foreign server seldom speaks: the stack puts a proxy with TLS before it. */
async function proxyForeign(dir: string, url: string): Promise<RunningRedis> {
  const server = serverAt(url);
  await requireListener(server);
  const proxy = await startTlsProxy({ dir, server });
  return {
    endpoint: ({ tls }) => (tls ? { host: '127.0.0.1', port: proxy.port } : server),
    ca: proxy.ca,
    ready: Promise.resolve(),
    died: new Promise(() => undefined),
    stop: proxy.stop,
  };
}

async function deleteKeys(server: { host: string; port: number }): Promise<void> {
  const client = new Redis({ ...server, maxRetriesPerRequest: 1 });
  try {
    await client.flushall();
  } finally {
    client.disconnect();
  }
}

function serverAt(text: string): { host: string; port: number } {
  const url = URL.parse(text);
  if (
    url?.protocol !== 'redis:' ||
    url.hostname === '' ||
    `${url.username}${url.password}${url.pathname.slice(1)}`
  )
    throw new RedisUrlError('REDIS_URL: expected redis://host:port, without a password or a database');
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 6379) };
}

async function requireListener(server: { host: string; port: number }): Promise<void> {
  const socket = connect(server);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
  } catch (cause) {
    throw new RedisUrlError(`REDIS_URL: no server answers at ${server.host}:${server.port}`, { cause });
  } finally {
    socket.destroy();
  }
}
