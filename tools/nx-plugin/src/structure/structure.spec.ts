import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findingsOf } from './structure.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'structure-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes the files of a workspace and answers what is found, a line each. */
function found(files: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return findingsOf(root).map(
    ({ path, line, problem }) => `${path}${line === undefined ? '' : `:${line}`} ${problem}`,
  );
}

const lines = (count: number) => '// a line\n'.repeat(count);
/** A library `@hanok/one` whose public entry is its `index.ts`. */
const LIBRARY = {
  'libs/one/package.json': JSON.stringify({
    name: '@hanok/one',
    exports: { '.': { '@hanok/source': './src/index.ts', default: './dist/index.js' } },
  }),
};

describe('circular imports', () => {
  it('are found through three files, type-only imports included, and told once', () => {
    const files = {
      'apps/a/src/main.ts': `import './b.ts';\n${lines(30)}`,
      'apps/a/src/b.ts': `import type {} from './c.ts';\n${lines(30)}`,
      'apps/a/src/c.ts': `import './main.ts';\n${lines(30)}`,
    };
    expect(found(files)).toEqual([
      'apps/a/src/b.ts imports itself: apps/a/src/b.ts -> apps/a/src/c.ts -> apps/a/src/main.ts -> apps/a/src/b.ts',
    ]);
  });

  it('are found through the name of a package', () => {
    const files = {
      ...LIBRARY,
      'libs/one/src/index.ts': `export { a } from './a.ts';\n`,
      'libs/one/src/a.ts': `import { a as b } from '@hanok/one';\nexport const a = () => b;\n`,
    };
    expect(found(files)).toEqual([
      'libs/one/src/a.ts imports itself: libs/one/src/a.ts -> libs/one/src/index.ts -> libs/one/src/a.ts',
    ]);
  });
});

describe('large folders', () => {
  const folder = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tools/t/src/f${index}.ts`, lines(30)]));

  it('hold more than 20 source files; specs, fixtures and folders inside are not counted', () => {
    const files = {
      ...folder(20),
      'tools/t/src/a.spec.ts': '',
      'tools/t/src/a.fixture.ts': '',
      'tools/t/src/deep/b.ts': '',
    };
    expect(found(files)).toEqual([]);
    expect(found(folder(21))).toEqual([
      'tools/t/src has 21 source files, the limit is 20: group them into folders by concept',
    ]);
  });
});

describe('small files', () => {
  const small = (count: number) => `${lines(count - 1)}export const small = 1;\n`;
  const importer = `import { small } from './small.ts';\nconsole.log(small);\n${lines(30)}`;

  it('have at most 25 lines and one importer, specs and fixtures not counted', () => {
    const files = {
      'apps/a/src/main.ts': importer,
      'apps/a/src/small.spec.ts': importer,
      'apps/a/src/small.fixture.ts': importer,
      'apps/a/src/small.ts': small(25),
    };
    expect(found(files)).toEqual([
      'apps/a/src/small.ts has 25 lines and one importer: move it into apps/a/src/main.ts',
    ]);
    expect(found({ 'apps/a/src/small.ts': small(26) })).toEqual([]);
  });

  it.each([
    ['a second importer', { 'apps/a/src/other.ts': importer }],
    ['an index.ts that passes it on', { 'apps/a/src/index.ts': `export { small } from './small.ts';\n` }],
  ])('are left alone with %s', (_, more) => {
    const files = { 'apps/a/src/main.ts': importer, 'apps/a/src/small.ts': small(5), ...more };
    expect(found(files).filter((line) => line.includes('one importer'))).toEqual([]);
  });

  it('do not include main.ts, index.ts, part.ts and Lua scripts', () => {
    const imports = ['./deep/index.ts', './part.ts', './c.lua.ts'];
    const names = ['a', 'b', 'c'];
    const files = {
      'apps/a/src/main.ts': [
        ...imports.map((path, index) => `import { ${names[index]} } from '${path}';`),
        `console.log(${names.join()});\n`,
      ].join('\n'),
      'apps/a/src/deep/index.ts': 'export const a = 1;\n',
      'apps/a/src/part.ts': 'export const b = 1;\n',
      'apps/a/src/c.lua.ts': 'export const c = `return 1`;\n',
    };
    expect(found(files)).toEqual([]);
  });
});

describe('unused exports', () => {
  it('are names of every kind that no other file imports', () => {
    const files = {
      'apps/a/src/main.ts': `import { used } from './a.ts';\nexport const handler = used;\n${lines(30)}`,
      'apps/a/src/a.ts': [
        'export const used = 1, unused = 2;',
        'export function f(): void {}',
        'export class C {}',
        'export type T = 1;',
        'export interface I {}',
        'export const { x, y: [z] } = { x: 1, y: [2] };',
        'const local = 3;',
        'export { local as renamed };',
        lines(30),
      ].join('\n'),
    };
    const names = ['1 unused', '2 f', '3 C', '4 T', '5 I', '6 x', '6 z', '8 renamed'];
    expect(found(files)).toEqual(
      names.map((each) => {
        const [line, name] = each.split(' ');
        return `apps/a/src/a.ts:${line} exports ${name}, which no other file uses`;
      }),
    );
  });

  it.each([
    ['a spec', `import { a } from './a.ts';\nconsole.log(a);\n`],
    ['a type-only import under another name', `import type { a as b } from './a.ts';\n`],
    ['a namespace', `import * as all from './a.ts';\n`],
    ['a dynamic import', `await import('./a.ts');\n`],
    ['a string that names the file', `new Worker(new URL('./a.ts', import.meta.url));\n`],
    ['a string that names the file from the root', `const options = { alias: './apps/a/src/a.ts' };\n`],
  ])('are not those that %s uses', (_, text) => {
    expect(found({ 'apps/a/src/a.spec.ts': text, 'apps/a/src/a.ts': 'export const a = 1;\n' })).toEqual([]);
  });

  it('are not those of a file that executors.json or nx.json names', () => {
    const files = {
      'nx.json': '{ "plugins": ["./tools/t/src/plugin.ts"] }',
      'tools/t/executors.json': '{ "batchImplementation": "./src/lint.ts#batch" }',
      'tools/t/src/plugin.ts': 'export const plugin = 1;\n',
      'tools/t/src/lint.ts': 'export const batch = 1;\n',
    };
    expect(found(files)).toEqual([]);
  });

  describe('of a public entry', () => {
    const library = {
      ...LIBRARY,
      'libs/one/src/index.ts': `export { type Options, Problem, type Result, createOne, result } from './one.ts';\n`,
      'libs/one/src/one.ts': [
        'export type Options = { size: number };',
        'export class Problem extends Error {}',
        'export const result = 1;',
        'export type Result = typeof result;',
        '/** Throws `Problem`. */',
        'export function createOne(options: Options) { return options; }',
        '',
      ].join('\n'),
    };
    const unused = (name: string) =>
      `libs/one/src/index.ts:1 exports ${name}, which no other project and no README uses`;

    it('are what no other project imports and the README does not name', () => {
      expect(found(library)).toEqual(['Options', 'Problem', 'Result', 'createOne', 'result'].map(unused));
    });

    it('are not the types and errors that a used name mentions', () => {
      const user = {
        'apps/a/src/main.ts': `import { createOne } from '@hanok/one';\ncreateOne({ size: 1 });\n`,
      };
      expect(found({ ...library, ...user })).toEqual(['Result', 'result'].map(unused));
    });

    it('are neither a name in the README nor the type of a used schema', () => {
      expect(found({ ...library, 'libs/one/README.md': 'Use `result`.' })).toEqual(
        ['Options', 'Problem', 'createOne'].map(unused),
      );
    });

    it('are those that only a spec of the same package imports from the file behind', () => {
      const spec = {
        'libs/one/src/one.spec.ts': `import { result } from './one.ts';\nconsole.log(result);\n`,
      };
      expect(found({ ...library, ...spec })).toContain(unused('result'));
    });
  });
});

describe('packages in two versions', () => {
  const lockFile = (packages: object) => ({ 'package-lock.json': JSON.stringify({ packages }) });
  const root = { devDependencies: { sdk: '1.0.0' } };

  it('are found when a project names the package, with where each copy lies', () => {
    const files = lockFile({
      '': root,
      'libs/one': { version: '0.1.0', peerDependencies: { sdk: '^1.0.0' } },
      'libs/one/node_modules/sdk': { version: '1.0.0' },
      'node_modules/sdk': { version: '1.7.0' },
    });
    expect(found(files)).toEqual([
      'package-lock.json has sdk in 1.0.0 (libs/one/node_modules/sdk) and 1.7.0 (node_modules/sdk): name one version everywhere',
    ]);
  });

  it('are no matter between packages that no project names, nor two copies of one version', () => {
    const files = lockFile({
      '': root,
      'node_modules/sdk': { version: '1.0.0' },
      'node_modules/other/node_modules/sdk': { version: '1.0.0' },
      'node_modules/deep': { version: '1.0.0' },
      'node_modules/other/node_modules/deep': { version: '2.0.0' },
    });
    expect(found(files)).toEqual([]);
  });
});
