import { mkdirSync, mkdtempSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { watchAssembly } from './watch-assembly.ts';
import type { WatchEvent } from './watch-event.ts';
import { type WatchFolder, watchFolders } from './watch-folders.ts';

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

/** The system at its limit for watches, from the third folder on. */
function limited(code: string): WatchFolder {
  let left = 2;
  return (path, onChange) => {
    if (left === 0) throw Object.assign(new Error(`watch ${code}`), { code });
    left -= 1;
    return watch(path, { persistent: false }, onChange);
  };
}

it.each([
  ['ENOSPC', 'a limit of the system is reached: raise it with sysctl fs.inotify.max_user_watches'],
  ['EMFILE', 'a limit of the system is reached: raise it with sysctl fs.inotify.max_user_instances'],
  ['EACCES', 'Error: watch EACCES'],
])('says once why folders are not watched (%s), and goes on with the others', async (code, reason) => {
  const told: string[] = [];
  const seen: string[] = [];
  for (const each of ['a', 'b', 'c']) mkdirSync(join(folder, 'more', each), { recursive: true });
  const more = watchFolders(
    [{ folder: join(folder, 'more'), deep: true }],
    (files) => seen.push(...files),
    (where, why) => told.push(`${relative(folder, where)}: ${why}`),
    limited(code),
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^more\/[abc]: /);
  expect(told[0]?.slice('more/a: '.length)).toBe(reason);
  write('more/x.ts');
  await eventually(() => expect(seen).toEqual([join(folder, 'more/x.ts')]));
  more.close();
});

it('a cloud assembly that cannot be watched is told when its stack runs', async () => {
  const assembly = join(folder, 'cdk.out');
  mkdirSync(assembly);
  const watching = watchAssembly(assembly, () => {
    throw Object.assign(new Error('watch'), { code: 'ENOSPC' });
  });
  const events: WatchEvent[] = [];
  watching.begin({ list: () => [], replaceCode: async () => false }, (event) => events.push(event));
  const reason = 'a limit of the system is reached: raise it with sysctl fs.inotify.max_user_watches';
  expect(events).toEqual([{ kind: 'unwatched', text: `${assembly} is not watched: ${reason}` }]);
  await watching.close();
});
