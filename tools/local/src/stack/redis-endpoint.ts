import { mkdirSync } from 'node:fs';
import { startRedis } from '@hanok/engines';
import { startTlsFront } from './tls-front.ts';

/** The stack's Redis, with and without TLS. */
export type StackRedis = {
  endpoint(options: { tls: boolean }): { host: string; port: number };
  /** Path of the certificate that clients of the TLS port must trust (PEM). */
  ca: string | undefined;
  /** Resolves with what happened when the server ends by itself. */
  died: Promise<string>;
  stop(): Promise<void>;
};

/** REDIS_URL is not of a kind that the deployed functions could use. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';
}

/** Starts redis-server on the folder, or takes the one at `url`, such as `redis://127.0.0.1:6379`. */
export async function openRedis(options: { dir: string; url: string | undefined }): Promise<StackRedis> {
  mkdirSync(options.dir, { recursive: true });
  return options.url === undefined ? startOwn(options.dir) : frontForeign(options.dir, new URL(options.url));
}

async function startOwn(dir: string): Promise<StackRedis> {
  const redis = await startRedis({ dir, tls: true, appendonly: true });
  const { host, port, tlsPort = port } = redis;
  return {
    endpoint: ({ tls }) => ({ host, port: tls ? tlsPort : port }),
    ca: redis.ca,
    died: redis.exited.then(({ code, signal }) => `redis-server ended (${signal ?? `code ${code}`})`),
    stop: redis.stop,
  };
}

/** The template asks for TLS, which a foreign server seldom speaks: the stack puts a front with TLS before it. */
async function frontForeign(dir: string, url: URL): Promise<StackRedis> {
  if (url.protocol !== 'redis:' || url.password !== '' || url.username !== '' || url.pathname.length > 1)
    throw new RedisUrlError('REDIS_URL: expected redis://host:port, without a password or a database');
  const server = { host: url.hostname, port: Number(url.port || 6379) };
  const front = await startTlsFront({ dir, server });
  return {
    endpoint: ({ tls }) => (tls ? { host: '127.0.0.1', port: front.port } : server),
    ca: front.ca,
    died: new Promise(() => undefined),
    stop: front.stop,
  };
}
