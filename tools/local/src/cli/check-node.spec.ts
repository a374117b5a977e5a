import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'check-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the check as Node would that calls itself so. */
function checkOn(version: string, name = 'check-node.js', ...args: readonly string[]) {
  const preload = join(folder, 'version.cjs');
  writeFileSync(preload, `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
  const program = join(import.meta.dirname, name);
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@hanok/source', '--require', preload, program, ...args],
    { encoding: 'utf8' },
  );
  return { status, stderr };
}

it('passes Node 24, says by name that 20 is too old for Hanok and 22 for the scripts', () => {
  expect(checkOn('24.0.0')).toEqual({ status: 0, stderr: '' });
  expect(checkOn('20.20.2')).toEqual({
    status: 1,
    stderr: expect.stringContaining('Hanok needs Node 22 or newer; this is Node 20.20.2.'),
  });
  expect(checkOn('22.12.0')).toEqual({
    status: 1,
    stderr: expect.stringContaining('the scripts of this workspace need Node 24 or newer'),
  });
});

it('comes before all else of npm start', () => {
  expect(checkOn('22.12.0', 'start.js', '--help')).toEqual({
    status: 1,
    stderr: expect.stringContaining('the scripts of this workspace need Node 24 or newer'),
  });
  expect(checkOn('24.0.0', 'start.js', '--help')).toEqual({ status: 0, stderr: '' });
});
