import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { zipSizes } from '../sizes/zip-sizes.ts';
import { zipTarget } from '../targets.ts';
import { batch } from './zip-executor.ts';

const { log } = console;
const DIRECTORY = 'dist/apps/app';
let workspace = '';
beforeEach(() => {
  console.log = () => undefined;
  workspace = mkdtempSync(join(tmpdir(), 'zip-'));
  mkdirSync(join(workspace, DIRECTORY), { recursive: true });
  writeFileSync(join(workspace, 'package.json'), '{ "version": "1.0.0" }');
  writeFileSync(join(workspace, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }');
  install('dep', 'MIT');
});
afterEach(() => {
  console.log = log;
  rmSync(workspace, { recursive: true });
});

function install(name: string, license: string): void {
  mkdirSync(join(workspace, 'node_modules', name), { recursive: true });
  const manifest = JSON.stringify({ name, version: '1.2.0', license });
  writeFileSync(join(workspace, 'node_modules', name, 'package.json'), manifest);
  writeFileSync(join(workspace, 'node_modules', name, 'LICENSE'), 'free');
}

/** Zips a bundle of 100,000 characters that do not compress well, with 40,000 bytes of a package in it. */
async function zip(budgetKB?: number) {
  const main = Array.from({ length: 10_000 }, (_, index) => Math.sin(index).toFixed(7)).join(' ');
  writeFileSync(join(workspace, DIRECTORY, 'main.js'), main);
  const inputs = {
    'node_modules/dep/index.js': { bytesInOutput: 40_000 },
    'node_modules/dropped/index.js': { bytesInOutput: 0 },
    'libs/one/src/index.ts': { bytesInOutput: 50_000 },
  };
  const outputs = { [`${DIRECTORY}/main.js`]: { inputs, bytes: main.length } };
  writeFileSync(join(workspace, DIRECTORY, 'meta.json'), JSON.stringify({ outputs }));
  // What the executors read of them.
  const graph = {
    tasks: { app: { id: 'app', target: { project: 'app', target: 'zip' } } },
  } as unknown as TaskGraph;
  const projectsConfigurations = { projects: { app: { root: 'apps/app' } } };
  const context = { root: workspace, projectsConfigurations } as unknown as ExecutorContext;
  const { options } = zipTarget('apps/app', [], budgetKB);
  return (await batch(graph, { app: options }, {}, context))['app'];
}

it('fails when a zip is larger than the budget of its app, naming both', async () => {
  expect(await zip()).toMatchObject({ success: true });
  expect(existsSync(join(workspace, DIRECTORY, 'app.cdx.json'))).toBe(true);
  expect(await zip(10)).toEqual({
    success: false,
    terminalOutput: expect.stringMatching(/app\.zip: \d\d\.\d KB are more than the budget of 10 KB/),
  });
});

it('fails naming a package whose licence no zip may have', async () => {
  install('dep', 'GPL-3.0-only');
  expect(await zip()).toEqual({
    success: false,
    terminalOutput: expect.stringContaining('dep 1.2.0 (GPL-3.0-only)'),
  });
});

it('says the bytes of each package, project and file, the largest first', async () => {
  await zip();
  const sizes = zipSizes(workspace, DIRECTORY, `${DIRECTORY}/app.zip`);
  expect(sizes.map(({ name }) => name)).toEqual([
    'libs/one',
    'dep 1.2.0',
    "esbuild's own code",
    'THIRD-PARTY-NOTICES',
  ]);
  expect(sizes.slice(0, 2).map(({ bytes }) => bytes)).toEqual([50_000, 40_000]);
});
