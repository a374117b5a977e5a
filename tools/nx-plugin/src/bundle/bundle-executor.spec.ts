import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { batch } from './bundle-executor.ts';

const { log } = console;
const printed: unknown[] = [];
let workspace = '';
beforeEach(() => {
  console.log = (line: unknown) => printed.push(line);
  workspace = mkdtempSync(join(tmpdir(), 'bundle-'));
  writeFileSync(join(workspace, 'tsconfig.base.json'), '{}');
});
afterEach(() => {
  console.log = log;
  printed.length = 0;
  rmSync(workspace, { recursive: true });
});

/** Bundles apps of one file each; answers the outcomes by app. */
function bundle(apps: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(apps)) {
    mkdirSync(join(workspace, 'apps', name, 'src'), { recursive: true });
    writeFileSync(join(workspace, 'apps', name, 'src/main.ts'), text);
  }
  const names = Object.keys(apps);
  const byName = <T>(of: (name: string) => T) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const tasks = byName((name) => ({ id: name, target: { project: name, target: 'build' } }));
  const projects = byName((name) => ({ root: `apps/${name}` }));
  const nodes = byName((name) => ({ name, type: 'app', data: { root: `apps/${name}` } }));
  // What the executors read of them.
  const graph = { tasks } as unknown as TaskGraph;
  const context = {
    root: workspace,
    projectsConfigurations: { projects },
    projectGraph: { nodes, dependencies: {}, externalNodes: {} },
  } as unknown as ExecutorContext;
  return batch(
    graph,
    byName(() => ({ external: [] })),
    {},
    context,
  );
}

/** Installs a package in a folder of the workspace. */
function install(location: string, manifest: object, files: Readonly<Record<string, string>>): void {
  const folder = join(workspace, location);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files }))
    writeFileSync(join(folder, name), text);
}

it('fails naming both folders when a package is in a bundle twice, in one version too', async () => {
  const files = { 'index.js': 'exports.a = Math.random();', LICENSE: 'free' };
  const manifest = { name: 'dep', license: 'MIT' };
  install('node_modules/dep', { ...manifest, version: '1.2.0' }, files);
  install('libs/one/node_modules/dep', { ...manifest, version: '1.3.0' }, files);
  install('libs/two/node_modules/dep', { ...manifest, version: '1.2.0' }, files);
  for (const name of ['one', 'two'])
    writeFileSync(join(workspace, 'libs', name, 'index.ts'), `export { a } from 'dep';`);
  const using = (lib: string) =>
    `import { a } from 'dep';\nimport { a as b } from '../../../libs/${lib}/index.ts';\nexport const handler = () => [a, b];`;
  const outcomes = await bundle({ once: `export { a } from 'dep';`, one: using('one'), two: using('two') });
  expect(outcomes).toMatchObject({
    once: { success: true },
    one: { success: false },
    two: { success: false },
  });
  expect(outcomes['one']?.terminalOutput).toContain(
    'dep is in the bundle as 1.2.0 (node_modules/dep) and 1.3.0 (libs/one/node_modules/dep)',
  );
  expect(outcomes['two']?.terminalOutput).toContain(
    'dep is in the bundle as 1.2.0 (libs/two/node_modules/dep) and 1.2.0 (node_modules/dep)',
  );
});

it('fails naming a package whose licence no zip may have, but not when no code of it is used', async () => {
  const manifest = { name: 'dep', version: '1.2.0', license: 'GPL-3.0-only', sideEffects: false };
  install(
    'node_modules/dep',
    { ...manifest, type: 'module' },
    { 'index.js': 'export const a = Math.random();' },
  );
  const outcomes = await bundle({
    uses: `import { a } from 'dep';\nexport const handler = () => a;`,
    drops: `import { a } from 'dep';\nexport const handler = () => 1;`,
  });
  expect(outcomes['drops']?.success).toBe(true);
  expect(outcomes['uses']?.terminalOutput).toContain('dep 1.2.0 (GPL-3.0-only)');
});

it('writes a source map of the short names that leads to the sources, and the bytes of each file', async () => {
  await bundle({
    app: `import { join } from 'node:path';\n\nconst failure = (place: string) => new Error(join('a', place));\nexport const handler = (): never => {\n  throw failure('b');\n};`,
  });
  const read = (file: string) => readFileSync(join(workspace, 'dist/apps/app', file), 'utf8');
  const code = read('main.js');
  const column = code.indexOf('Error(') + 1;
  const line = code.slice(0, column).split('\n').length;
  expect(new SourceMap(JSON.parse(read('main.js.map'))).findOrigin(line, column)).toMatchObject({
    ...{ fileName: '../../../apps/app/src/main.ts', lineNumber: 3 },
  });
  const { outputs } = JSON.parse(read('meta.json'));
  const { bytes, inputs } = outputs['dist/apps/app/main.js'];
  expect(bytes).toBe(Buffer.byteLength(code));
  expect(inputs['apps/app/src/main.ts'].bytesInOutput).toBeGreaterThan(100);
  expect(inputs['apps/app/src/main.ts'].bytesInOutput).toBeLessThan(bytes);
});

it('writes for each of several apps the same bytes as for it alone, and of it alone what its meta.json says', async () => {
  mkdirSync(join(workspace, 'libs'));
  writeFileSync(join(workspace, 'libs/shared.ts'), `export const say = (what: string) => console.log(what);`);
  const say = (what: string) =>
    `import { say } from '../../../libs/shared.ts';\nexport const handler = () => say('${what}');`;
  const files = ['main.js', 'main.js.map', 'meta.json'];
  const read = () => files.map((file) => readFileSync(join(workspace, 'dist/apps/one', file), 'utf8'));
  await bundle({ one: say('one'), two: say('two') });
  const together = read();
  await bundle({ one: say('one') });
  expect(together.slice(0, 2)).toEqual(read().slice(0, 2));
  expect(JSON.parse(together[2] ?? '')).toEqual(JSON.parse(read()[2] ?? ''));
});

it('writes the other apps when one does not build, and says of that one why', async () => {
  const outcomes = await bundle({
    good: 'export const handler = () => 1;',
    bad: `import { nothing } from './missing.ts';\nexport const handler = nothing;`,
  });
  expect(outcomes).toEqual({
    good: { success: true, terminalOutput: 'dist/apps/good/main.js: 0.4 KB' },
    bad: { success: false, terminalOutput: expect.stringContaining('Could not resolve "./missing.ts"') },
  });
  expect(printed.toSorted()).toEqual(
    Object.values(outcomes)
      .map(({ terminalOutput }) => terminalOutput)
      .toSorted(),
  );
  expect(readFileSync(join(workspace, 'dist/apps/good/main.js'), 'utf8')).toContain('handler');
  expect(existsSync(join(workspace, 'dist/apps/bad/main.js'))).toBe(false);
});
