import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { watchFolders } from './watch-folders.ts';

let folder: string;
let watching: { close(): void };
const batches: string[][] = [];
const troubles: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-watch-'));
  for (const each of ['lib/src', 'lib/node_modules/x', 'lib/dist', 'lib/.cache'])
    mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(join(folder, 'lib/src/a.ts'), '1');
  batches.length = troubles.length = 0;
  watching = watchFolders(
    [
      { folder, deep: false },
      { folder: join(folder, 'lib'), deep: true },
    ],
    (files) => batches.push([...files].map((file) => relative(folder, file)).toSorted()),
    (where) => troubles.push(where),
  );
});
afterEach(() => {
  watching.close();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text = '2') => writeFileSync(join(folder, name), text);
const told = () => eventually(async () => expect(batches.length).toBeGreaterThan(0));

it('tells many changes at once as one batch, and nothing of what holds no sources', async () => {
  for (const name of ['lib/node_modules/x/i.js', 'lib/dist/a.js', 'lib/.cache/a', 'lib/src/.a.ts.swp'])
    write(name);
  for (const name of ['lib/src/a.ts', 'lib/package.json', 'tsconfig.base.json']) write(name);
  for (let file = 0; file < 200; file += 1) write(`lib/src/file-${file}.ts`);
  await told();
  expect(batches).toHaveLength(1);
  expect(batches[0]).toHaveLength(203);
  expect(batches[0]).toEqual(
    expect.arrayContaining(['lib/package.json', 'lib/src/a.ts', 'tsconfig.base.json']),
  );
  expect(troubles).toEqual([]);
});

it('sees the save of an editor that writes another file and renames it', async () => {
  write('lib/src/a.ts~');
  renameSync(join(folder, 'lib/src/a.ts~'), join(folder, 'lib/src/a.ts'));
  await told();
  expect(batches.flat()).toContain('lib/src/a.ts');
});

it('follows folders that come and go', async () => {
  mkdirSync(join(folder, 'lib/src/new/deep'), { recursive: true });
  write('lib/src/new/deep/b.ts');
  await eventually(async () => expect(batches.flat()).toContain('lib/src/new/deep/b.ts'));
  rmSync(join(folder, 'lib/src/new'), { recursive: true });
  await eventually(async () => expect(batches.at(-1)).toContain('lib/src/new'));
  mkdirSync(join(folder, 'lib/src/new'));
  write('lib/src/new/c.ts');
  await eventually(async () => expect(batches.flat()).toContain('lib/src/new/c.ts'));
});
