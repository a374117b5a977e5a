import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Certificate, certificateIn } from './certificate.ts';
import { EngineMissingError } from './errors.ts';
import { findOnPath } from './find-on-path.ts';
import { freePort } from './free-port.ts';
import { type EngineExit, startChildProcess } from './child-process.ts';
import { answersPing } from './redis-ping.ts';
import { requireFree, whenReady } from './when-ready.ts';

type RedisOptions = {
  /** Absent: a free one. */
  port?: number;
  /** Folder for data and certificate; absent: a temporary one, removed when the server ends. */
  dir?: string;
  /** Serve TLS on a second port as well. */
  tls?: boolean;
  /** Absent: a free one. */
  tlsPort?: number;
  password?: string;
  /** Log every write to `dir` before it is acknowledged, so that a killed server loses nothing. */
  appendonly?: boolean;
};

export type Redis = {
  host: string;
  port: number;
  tlsPort?: number;
  /** Path of the certificate to trust (PEM), with `tls`. */
  ca?: string;
  /** Of the port without TLS, password included. */
  url: string;
  pid: number;
  exited: Promise<EngineExit>;
  stop(): Promise<void>;
};

/** Starts a Redis as `spawnRedis` and waits until it has loaded its data and answers. Throws what `ready` rejects with, too. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const { ready, ...redis } = await spawnRedis(options);
  await ready;
  return redis;
}

/**
 * Starts `redis-server` from PATH on 127.0.0.1. `ready` resolves when it has loaded its data and answers, and rejects with
 * `EngineExitedError` or `EngineTimeoutError`. Throws `EngineMissingError` and `EnginePortTakenError`.
 */
export async function spawnRedis(options: RedisOptions = {}): Promise<Redis & { ready: Promise<void> }> {
  const given = [options.port, options.tls ? options.tlsPort : undefined];
  const [program, port, tlsPort] = await Promise.all([
    findOnPath('redis-server'),
    options.port ?? freePort(),
    options.tls ? (options.tlsPort ?? freePort()) : undefined,
    ...given.map((each) => each !== undefined && requireFree('redis-server', each)),
  ]);
  if (program === undefined) throw missing();
  // The server changes to this folder before it reads its certificate.
  const dir = resolve(options.dir ?? (await mkdtemp(join(tmpdir(), 'hanok-redis-'))));
  await mkdir(dir, { recursive: true });
  const tls = tlsPort === undefined ? undefined : { port: tlsPort, ...(await certificateIn(dir)) };
  const config = join(dir, 'redis.conf');
  await writeFile(config, configuration({ ...options, port, dir }, tls), { mode: 0o600 });

  const child = await startChildProcess(program, [config]);
  const removed = child.exited.then(() =>
    options.dir === undefined ? rm(dir, { recursive: true, force: true }) : undefined,
  );
  const ready = whenReady('redis-server', port, child, () => answersPing(port, options.password));
  const stop = () => child.stop().then(() => removed);
  const url = `redis://${options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`}127.0.0.1:${port}`;
  return {
    host: '127.0.0.1',
    port,
    url,
    ...child,
    ready,
    stop,
    ...(tls ? { tlsPort: tls.port, ca: tls.cert } : {}),
  };
}

/** The password goes into a file that only its owner reads, never on the command line. */
function configuration(
  options: RedisOptions & { port: number; dir: string },
  tls?: Certificate & { port: number },
) {
  const lines = [
    ['bind', '127.0.0.1'],
    ['port', String(options.port)],
    ['dir', options.dir],
    ['save', ''],
    ['appendonly', options.appendonly ? 'yes' : 'no'],
    ['appendfsync', 'everysec'],
  ];
  if (options.password !== undefined) lines.push(['requirepass', options.password]);
  if (tls !== undefined) {
    lines.push(['tls-port', String(tls.port)], ['tls-cert-file', tls.cert], ['tls-key-file', tls.key]);
    lines.push(['tls-ca-cert-file', tls.cert], ['tls-auth-clients', 'no']);
  }
  return lines.map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join('');
}

function missing(): EngineMissingError {
  return new EngineMissingError(
    'redis-server',
    'Install it with the system package manager, such as `apt-get install redis-server`, or set REDIS_URL.',
  );
}
