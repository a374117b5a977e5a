import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteCheckpoints } from './sqlite-checkpoints.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('checkpoints in SQLite', () => {
  it('keep one sequence number per mapping and shard, of any length', () => {
    const checkpoints = openSqliteCheckpoints(':memory:');
    checkpoints.save('m', 'a', '1');
    checkpoints.save('m', 'a', '4'.repeat(40));
    checkpoints.save('m', 'b', '2');
    expect(checkpoints.load('m', 'a')).toBe('4'.repeat(40));
    expect(checkpoints.load('m', 'b')).toBe('2');
    expect(checkpoints.load('other', 'a')).toBeUndefined();
    checkpoints.close();
  });

  it('survive a kill -9 as soon as they are saved', async () => {
    const file = join(folder, 'checkpoints.db');
    const source = new URL('./sqlite-checkpoints.ts', import.meta.url).href;
    const script = `
      const { openSqliteCheckpoints } = await import(${JSON.stringify(source)});
      openSqliteCheckpoints(${JSON.stringify(file)}).save('m', 'shard', '42');
      process.stdout.write('saved');
      setInterval(() => {}, 1000);`;
    const args = ['--conditions=@hanok/source', '--input-type=module', '--eval', script];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    const exited = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), exited]);
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    const checkpoints = openSqliteCheckpoints(file);
    expect(checkpoints.load('m', 'shard')).toBe('42');
    checkpoints.close();
  });
});
