import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
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
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';

const workspace = join(import.meta.dirname, '../../../..');
const copies: string[] = [];
afterAll(() => copies.forEach((copy) => rmSync(copy, { recursive: true })));

/** The workspace's sources in a folder of another name and length, on the same installed packages. */
function copyWorkspace(prefix: string): string {
  const copy = mkdtempSync(join(tmpdir(), prefix));
  copies.push(copy);
  const sources = [
    'apps',
    'libs',
    'tools',
    'nx.json',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
    '.nvmrc',
  ];
  const isSource = (path: string) => !/\/(node_modules|dist)$/.test(path);
  for (const entry of sources)
    cpSync(join(workspace, entry), join(copy, entry), { recursive: true, filter: isSource });
  linkPackages(copy);
  return copy;
}

function linkPackages(copy: string): void {
  const installed = join(workspace, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@hanok'), { recursive: true });
  for (const name of readdirSync(installed).filter((each) => each !== '@hanok' && each !== '.cache'))
    symlinkSync(join(installed, name), join(copy, 'node_modules', name));
  for (const folder of ['libs', 'tools'])
    for (const name of readdirSync(join(copy, folder))) {
      symlinkSync(join(copy, folder, name), join(copy, 'node_modules/@hanok', name));
      const own = join(folder, name, 'node_modules');
      if (existsSync(join(workspace, own))) symlinkSync(join(workspace, own), join(copy, own));
    }
}

/** Does what the targets `build` and `zip` of these apps do, in a process of another folder and time zone. */
const BUILD = `
  import bundle from './tools/nx-plugin/src/bundle/bundle-executor.ts';
  import zip from './tools/nx-plugin/src/zip/zip-executor.ts';
  import { bundleTarget, zipTarget } from './tools/nx-plugin/src/targets.ts';
  for (const [app, native] of [['game-sqs-process', []], ['create-thumbnail', ['sharp']]]) {
    const root = 'apps/' + app;
    const projects = { [app]: { root } };
    const nodes = { [app]: { name: app, type: 'app', data: { root } } };
    const projectGraph = { nodes, dependencies: {}, externalNodes: {} };
    const context = { root: process.cwd(), projectName: app, projectsConfigurations: { projects }, projectGraph };
    const bundled = await bundle(bundleTarget(root, native).options, context);
    const zipped = await zip(zipTarget(root, native).options, context);
    if (!bundled.success || !zipped.success) throw new Error(app + ' was not built');
  }`;

/** Builds in a copy of the workspace. */
async function build(copy: string, TZ: string): Promise<void> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, TZ };
  writeFileSync(join(copy, 'build.mts'), BUILD);
  await promisify(execFile)(process.execPath, ['build.mts'], { cwd: copy, env });
}

/** The zips in a workspace by app; an app with native code has a second one, for x64. */
function zipsOf(folder: string) {
  const read = (app: string, zip: string) => readFileSync(join(folder, `dist/apps/${app}/${zip}.zip`));
  return {
    game: read('game-sqs-process', 'game-sqs-process'),
    arm64: read('create-thumbnail', 'create-thumbnail'),
    x64: read('create-thumbnail', 'create-thumbnail-x64'),
  };
}

/** Loads the bundle of an unpacked zip as Lambda does, where no package of the workspace is found; answers what it exports. */
function exportsOf(zip: Uint8Array, env: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'task-root-'));
  copies.push(folder);
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  const script = `console.log(Object.keys(require('./main.js')).join())`;
  const run = spawnSync(process.execPath, ['-e', script], { cwd: folder, env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  return run.stdout.trim();
}

describe('the zip of an app', () => {
  // Those of this workspace: they are built before its tests run.
  const here = zipsOf(workspace);
  let there: typeof here;
  beforeAll(async () => {
    const copy = copyWorkspace('a-folder-of-another-length-');
    await build(copy, new Date().getTimezoneOffset() === 0 ? 'Asia/Seoul' : 'UTC');
    there = zipsOf(copy);
  }, 240_000);

  it('has the same bytes from two folders and two time zones, the handler at its root and no source map', () => {
    expect(there.game.equals(here.game)).toBe(true);
    expect(Object.keys(unzipSync(here.game))).toEqual(['main.js']);
  });

  it('with native code is one per processor, the same from two folders, and loads on its own', () => {
    expect(there.arm64.equals(here.arm64)).toBe(true);
    expect(there.x64.equals(here.x64)).toBe(true);
    expect(here.x64.equals(here.arm64)).toBe(false);
    const env = { RESIZED_BUCKET: 'images-1-resized', IMAGES_BUCKET: 'images-1', AWS_REGION: 'us-east-1' };
    expect(exportsOf(process.arch === 'arm64' ? here.arm64 : here.x64, env)).toBe('handler');
    expect(() => exportsOf(process.arch === 'arm64' ? here.x64 : here.arm64, env)).toThrow('sharp');
  });
});
