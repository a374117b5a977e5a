import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort, startRedis } from '@hanok/engines';
import { UnavailableError } from '@hanok/lambda';
import { createRedisBoard } from '../board/redis-board.ts';
import { createRedisClient, type RedisEndpoint, type RedisLimits } from './redis-client.ts';
import { PROMISED_MS, settlesInTime, SHORT_LIMITS, SHORT_MS } from './short-limits.fixture.ts';
import { startStuckServer } from './stuck-server.fixture.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function open(endpoint: Partial<RedisEndpoint> & { port: number }, limits?: RedisLimits) {
  const redis = createRedisClient({ host: '127.0.0.1', ...endpoint }, limits);
  cleanups.push(() => redis.disconnect());
  return { redis, board: createRedisBoard({ client: redis }) };
}

async function running(options: Parameters<typeof startRedis>[0] = {}) {
  const server = await startRedis(options);
  cleanups.push(() => server.stop());
  return server;
}

async function stuck(reply?: string) {
  const server = await startStuckServer(reply);
  cleanups.push(() => server.stop());
  return server;
}

let sequence = 0;
const newChange = () => ({
  player: 'a',
  sequenceNumber: String((sequence += 1)),
  rating: { score: 1, since: 0 },
});

/** The error of a call that must fail in time. */
async function failureOf(call: () => Promise<unknown>, limitMs = PROMISED_MS): Promise<UnavailableError> {
  const failing = async () =>
    call().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  const error = await settlesInTime(failing, limitMs);
  if (!(error instanceof UnavailableError))
    throw new Error(`Expected an UnavailableError, got ${inspect(error)}`);
  return error;
}

const page = { offset: 0, limit: 1 };
const modes = [{ cluster: false }, { cluster: true }];

describe('a Redis that is not there', () => {
  it.each(modes)('fails each operation within 2 s, naming the cause (%j)', async ({ cluster }) => {
    const { board } = open({ port: await freePort(), cluster });
    for (const call of [
      () => board.update([newChange()]),
      () => board.page(page),
      () => board.find('a', 1),
    ]) {
      expect((await failureOf(call)).message).toMatch(/^Redis: (connect ECONNREFUSED|Connection is closed)/);
    }
  });

  it('serves again on the same client once it is there', async () => {
    const port = await freePort();
    const { board } = open({ port });
    await failureOf(() => board.update([newChange()]));
    await running({ port });
    expect(await board.update([newChange()])).toHaveLength(1);
  });
});

describe('a Redis that accepts and never answers', () => {
  it.each(modes)('fails each operation in time, also several at once (%j)', async ({ cluster }) => {
    const { board } = open({ port: (await stuck()).port, cluster }, SHORT_LIMITS);
    await failureOf(() => board.update([newChange()]), SHORT_MS);
    await failureOf(() => board.page(page), SHORT_MS);
    await Promise.all([1, 2, 3].map(() => failureOf(() => board.find('a', 1), SHORT_MS)));
  });

  it('fails in time where TLS is expected', async () => {
    const { board } = open({ port: (await stuck()).port, tls: true }, SHORT_LIMITS);
    const error = await failureOf(() => board.page(page), SHORT_MS);
    expect(error.message).toBe('Redis: connect ETIMEDOUT');
  });

  it('fails in time when it stops answering later, and serves again when it goes on', async () => {
    const server = await running();
    const { board } = open(server, SHORT_LIMITS);
    expect(await board.update([newChange()])).toHaveLength(1);
    process.kill(server.pid, 'SIGSTOP');
    cleanups.push(() => process.kill(server.pid, 'SIGCONT'));
    await failureOf(() => board.update([newChange()]), SHORT_MS);
    await failureOf(() => board.page(page), SHORT_MS);
    process.kill(server.pid, 'SIGCONT');
    expect(await board.update([newChange()])).toHaveLength(1);
  });
});

describe('a Redis that has become a replica', () => {
  it('refuses updates within 2 s, is connected to anew, and takes them when it is primary again', async () => {
    const { redis, board } = open(await running());
    expect(await board.update([newChange()])).toHaveLength(1);
    const before = await redis.client('ID');
    await redis.call('REPLICAOF', '127.0.0.1', await freePort());
    expect((await failureOf(() => board.update([newChange()]))).message).toMatch(/^Redis: READONLY/);
    expect(await board.page(page)).toHaveLength(1);
    expect(await redis.client('ID')).not.toBe(before);
    await redis.call('REPLICAOF', 'NO', 'ONE');
    expect(await board.update([newChange()])).toHaveLength(1);
  });
});

describe('a Redis that ends and starts again', () => {
  it('is used again by the same client', async () => {
    const first = await startRedis();
    const { board } = open(first);
    expect(await board.update([newChange()])).toHaveLength(1);
    await first.stop();
    await failureOf(() => board.update([newChange()]));
    await running({ port: first.port });
    expect(await board.update([newChange()])).toHaveLength(1);
  });

  it('takes a batch again that failed half-way', async () => {
    const { redis, board } = open(await running());
    const change = newChange();
    await redis.set('{Rating}:removed', 'not a sorted set');
    expect((await failureOf(() => board.update([change]))).message).toMatch(/^Redis: WRONGTYPE/);
    await redis.del('{Rating}:removed');
    expect(await board.update([change])).toHaveLength(1);
    expect(await board.find('a', 0)).toMatchObject({ line: { Score: 1, Rank: 1 } });
  });
});

describe('createRedisClient', () => {
  it.each(modes)(
    'connects only with the first operation, listens to errors, and gives up within 2 s (%j)',
    async ({ cluster }) => {
      const server = await stuck();
      const { redis, board } = open({ port: server.port, cluster });
      expect(redis.status).toBe('wait');
      expect(redis.listenerCount('error')).toBeGreaterThan(0);
      await failureOf(() => board.page(page));
      expect(server.accepted()).toBeGreaterThan(0);
    },
  );

  it('logs in over TLS with the given authority, and trusts no other', async () => {
    const server = await running({ tls: true, password: 'open sesame' });
    const ca = await readFile(server.ca ?? '', 'utf8');
    const endpoint = { port: server.tlsPort ?? 0, password: 'open sesame' };
    expect(await open({ ...endpoint, tls: { ca } }).board.update([newChange()])).toHaveLength(1);
    const error = await failureOf(() => open({ ...endpoint, tls: true }).board.page(page));
    expect(error.message).toMatch(/^Redis: self-signed certificate/);
  });

  it('keeps a refused password out of the error', async () => {
    const server = await running({ password: 'right' });
    const error = await failureOf(() => open({ port: server.port, password: 's3cret' }).board.page(page));
    expect(error.message).toMatch(/^Redis: WRONGPASS/);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  it.each(modes)('keeps a password out of the error that the server repeats (%j)', async ({ cluster }) => {
    const server = await stuck("-ERR unknown command 'AUTH', with args beginning with: 's3cret' \r\n");
    const error = await failureOf(() =>
      open({ port: server.port, password: 's3cret', cluster }).board.page(page),
    );
    expect(error.message).toBe("Redis: ERR unknown command 'AUTH'");
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });
});
