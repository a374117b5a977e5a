import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { reachOf } from './packed-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reach-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

it('follows imports of modules and declarations, with maps, and leaves out what nothing leads to', () => {
  write({
    'dist/index.js': `import { a } from './deep/a.js';\nexport { b } from './b.js';\nimport('./later.js');\n`,
    'dist/index.js.map': '{}',
    'dist/deep/a.js': `import { hash } from 'node:crypto';\nimport { Redis } from 'ioredis';\nimport '@hanok/events/testing';\n`,
    'dist/b.js': `const require = (name) => name;\nexport const b = require('a-word');\n`,
    'dist/later.js': '',
    'dist/index.d.ts': `export { a } from './deep/a.ts';\nexport declare const c: import('./types.js').C;\n`,
    'dist/deep/a.d.ts': `import type { Schema } from 'zod/mini';\n`,
    'dist/types.d.ts': 'export type C = string;\n',
    'dist/test-server.js': '',
    'sample.json': '{}',
  });
  const { files, packages } = reachOf(folder, ['./dist/index.js', './dist/index.d.ts', './sample.json']);
  expect([...files].toSorted()).toEqual([
    ...['dist/b.js', 'dist/deep/a.d.ts', 'dist/deep/a.js', 'dist/index.d.ts', 'dist/index.js'],
    ...['dist/index.js.map', 'dist/later.js', 'dist/types.d.ts', 'sample.json'],
  ]);
  expect([...packages].toSorted()).toEqual(['@hanok/events', 'ioredis', 'zod']);
});

it('names the module that imports a file which is not there', () => {
  write({ 'dist/index.js': `import './gone.js';\n` });
  expect(() => reachOf(folder, ['dist/index.js'])).toThrow(
    'dist/index.js leads to dist/gone.js, which is not there',
  );
});
