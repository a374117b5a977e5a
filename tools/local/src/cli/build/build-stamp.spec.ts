import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { buildStamp } from './build-stamp.ts';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'hanok-stamp-'));
  write('apps/a/src/main.ts', 'one');
  write('package.json', '{}');
  write('dist/apps/a/a.zip', 'zip');
  buildStamp(workspace).keep();
});
afterEach(() => rmSync(workspace, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

it('knows a workspace that was built and has not changed', () => {
  expect(buildStamp(workspace).isBuilt()).toBe(true);
});

it.each([
  ['a source of the same length', () => write('apps/a/src/main.ts', 'two')],
  ['a new source', () => write('libs/b/src/index.ts', '')],
  ['a setting', () => write('package-lock.json', '{}')],
  ['what is installed', () => write('node_modules/.package-lock.json', '{}')],
  ['an output that was written by another', () => write('dist/apps/a/a.zip', 'pip')],
  ['an output that is gone', () => rmSync(join(workspace, 'dist/apps/a/a.zip'))],
  ['a source that is gone', () => rmSync(join(workspace, 'apps/a/src/main.ts'))],
])('sees %s', (_what, change) => {
  change();
  expect(buildStamp(workspace).isBuilt()).toBe(false);
});

it.each([
  'apps/a/src/main.spec.ts',
  'libs/b/README.md',
  'libs/b/dist/index.js',
  'apps/a/node_modules/b/index.js',
])('does not look at %s, of which nothing is built', (path) => {
  write(path, 'new');
  expect(buildStamp(workspace).isBuilt()).toBe(true);
});

it('keeps nothing of a build during which a source changed', () => {
  write('apps/a/src/main.ts', 'two');
  const stamp = buildStamp(workspace);
  write('apps/a/src/main.ts', 'during the build');
  stamp.keep();
  expect(buildStamp(workspace).isBuilt()).toBe(false);
});

it('builds a workspace of which it knows nothing', () => {
  rmSync(join(workspace, 'node_modules'), { recursive: true });
  expect(buildStamp(workspace).isBuilt()).toBe(false);
});
