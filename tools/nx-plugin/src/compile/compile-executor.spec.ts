import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { compile } from './compile-executor.ts';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const root = mkdtempSync(join(tmpdir(), 'compile-'));
afterAll(() => rmSync(root, { recursive: true }));

it('writes modules, declarations and maps with their sources into dist, specs left out; an error fails its project alone', async () => {
  symlinkSync(join(WORKSPACE, 'node_modules'), join(root, 'node_modules'));
  const files = {
    'tsconfig.base.json': readFileSync(join(WORKSPACE, 'tsconfig.base.json'), 'utf8'),
    'package.json': '{ "type": "module" }',
    'libs/a/src/deep/one.ts': '/** One. */\nexport const ONE: number = 1;\n',
    'libs/a/src/index.ts': `export { ONE } from './deep/one.ts';\n`,
    'libs/a/src/index.spec.ts': 'export {};\n',
    'libs/b/src/index.ts': `export const TWO: number = 'two';\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const job = (project: string) => ({ name: project, project, options: {}, args: [] });
  const outcomes = await compile([job('libs/a'), job('libs/b')], root);
  expect(outcomes).toEqual([
    { success: true, terminalOutput: '' },
    { success: false, terminalOutput: expect.stringContaining('libs/b/src/index.ts(1,14): error TS2322') },
  ]);
  const dist = join(root, 'libs/a/dist');
  expect(readdirSync(dist, { recursive: true }).toSorted()).toEqual([
    ...['deep', 'deep/one.d.ts', 'deep/one.js', 'deep/one.js.map'],
    ...['index.d.ts', 'index.js', 'index.js.map'],
  ]);
  expect(JSON.parse(readFileSync(join(dist, 'deep/one.js.map'), 'utf8'))).toMatchObject({
    sources: ['../../src/deep/one.ts'],
    sourcesContent: [files['libs/a/src/deep/one.ts']],
  });
});
