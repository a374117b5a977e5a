import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedis } from './index.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'redis-spec-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function ask(port: number, ca: string | undefined, ...lines: string[]): Promise<string> {
  const socket =
    ca === undefined
      ? connectTcp(port, '127.0.0.1')
      : connectTls({ port, host: '127.0.0.1', ca: await readFile(ca) });
  socket.end([...lines, 'QUIT', ''].join('\r\n'));
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('startRedis', () => {
  it('keeps acknowledged writes and its certificate over a SIGKILL and a restart', async () => {
    const options = { dir, tls: true, password: 'p "w\\', appendonly: true };
    const auth = 'AUTH "p \\"w\\\\"';
    const first = await startRedis(options);
    const certificate = await readFile(first.ca ?? '', 'utf8');
    expect(await ask(first.port, undefined, auth, 'SET a 1')).toBe('+OK\r\n+OK\r\n+OK\r\n');
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });

    const second = await startRedis(options);
    expect(await ask(second.tlsPort ?? 0, second.ca, auth, 'GET a')).toBe('+OK\r\n$1\r\n1\r\n+OK\r\n');
    expect(await readFile(second.ca ?? '', 'utf8')).toBe(certificate);
    await second.stop();
  });

  it('speaks TLS when its folder is given by a relative path', async () => {
    const redis = await startRedis({ dir: relative(process.cwd(), join(dir, 'relative')), tls: true });
    expect(redis.ca).toBe(join(dir, 'relative/tls-cert.pem'));
    expect(await ask(redis.tlsPort ?? 0, redis.ca, 'PING')).toBe('+PONG\r\n+OK\r\n');
    await redis.stop();
  });

  it('refuses a client without the password, and hides the password from other users', async () => {
    const redis = await startRedis({ dir, password: 'secret' });
    expect(await ask(redis.port, undefined, 'GET a')).toMatch(/^-NOAUTH/);
    expect((await stat(join(dir, 'redis.conf'))).mode & 0o077).toBe(0);
    expect(await readFile(`/proc/${redis.pid}/cmdline`, 'utf8').catch(() => '')).not.toContain('secret');
    expect(redis.url).toBe(`redis://:secret@127.0.0.1:${redis.port}`);
    await redis.stop();
  });

  it('names a port that another program has taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(startRedis({ port })).rejects.toMatchObject({
      name: 'EnginePortTakenError',
      message: `Port ${port} for redis-server is taken by another program.`,
    });
    taken.close();
  });

  it('names the way to get redis-server when PATH lacks it', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = dir;
    await expect(startRedis()).rejects.toMatchObject({
      name: 'EngineMissingError',
      message: expect.stringContaining('apt-get install redis-server'),
    });
    process.env['PATH'] = path;
  });
});
