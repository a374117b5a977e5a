import { freePort } from '@hanok/engines';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedis, RedisUrlError } from './stack-redis.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'hanok-redis-endpoint-'))));
afterEach(() => rmSync(dir, { recursive: true }));

it.each([
  'redis://:secret@127.0.0.1:6379',
  'redis://user@127.0.0.1:6379',
  'redis://127.0.0.1/7',
  'rediss://127.0.0.1',
  'redis:127.0.0.1',
  'nonsense',
])('refuses %s as REDIS_URL', async (url) => {
  await expect(openRedis({ dir, url })).rejects.toThrow(
    new RedisUrlError('REDIS_URL: expected redis://host:port, without a password or a database'),
  );
});

it('refuses a REDIS_URL where no server answers', async () => {
  const port = await freePort();
  await expect(openRedis({ dir, url: `redis://127.0.0.1:${port}` })).rejects.toMatchObject({
    name: 'RedisUrlError',
    message: `REDIS_URL: no server answers at 127.0.0.1:${port}`,
  });
});
