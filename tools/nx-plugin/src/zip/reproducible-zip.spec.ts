import { execFile, spawnSync } from 'node:child_process';
import {
  appendFileSync,
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
import { createBundler, stopBundling } from '../bundle/bundle-app.ts';

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
    const zipped = await zip(zipTarget(root, native, 9000).options, context);
    if (!bundled.success || !zipped.success) throw new Error(app + ' was not built');
  }`;

/** Builds in a copy of the workspace. */
async function build(copy: string, TZ: string): Promise<void> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, TZ, LC_ALL: 'tr_TR.UTF-8', USER: 'nobody' };
  writeFileSync(join(copy, 'build.mts'), `process.umask(0o077);\nconsole.log = console.error;${BUILD}`);
  await promisify(execFile)(process.execPath, ['build.mts'], { cwd: copy, env });
}

/** A function that nothing uses, with names and letters that are rare elsewhere and more variables than others. */
const UNUSED = `
export function unusedZigzag(q1: number, q2: number, q3: number, q4: number, q5: number) {
  const [qz1, qz2, qz3, qz4, qz5] = [q1 + 1, q2 + 2, q3 + 3, q4 + 4, q5 + 5];
  return (qz6: number) => (qz7: number) => qz1 + qz2 + qz3 + qz4 + qz5 + qz6 + qz7 + queueMicrotask.length;
}
`;
const UNUSED_SCHEMA = `import * as z from 'zod';
export const quizSchema = z.strictObject({ quizQQ: z.array(z.string()).max(7) });
${UNUSED}`;

/** A schema in a file of its own and in the index, and a function more in a file that apps use. */
function addUnusedSchema(copy: string): void {
  appendFileSync(join(copy, 'libs/scoring/src/game-result.ts'), UNUSED);
  // At the end: modules run, and stand in a bundle, in the order in which an index first names them.
  appendFileSync(
    join(copy, 'libs/scoring/src/index.ts'),
    "export { unusedZigzag } from './game-result.ts';\n",
  );
  for (const lib of ['events', 'scoring']) {
    const source = join(copy, 'libs', lib, 'src');
    writeFileSync(join(source, 'quiz.ts'), UNUSED_SCHEMA);
    exportAlso(join(source, 'index.ts'), "export { quizSchema } from './quiz.ts';");
  }
}

function exportAlso(index: string, statement: string): void {
  writeFileSync(index, `${statement}\n${readFileSync(index, 'utf8')}`);
}

/** The zips in a workspace by app; an app with native code has a second one, for x64. */
function zipsOf(folder: string) {
  const read = (app: string, file: string) => readFileSync(join(folder, 'dist/apps', app, file));
  return {
    game: read('game-sqs-process', 'game-sqs-process.zip'),
    gameBill: read('game-sqs-process', 'game-sqs-process.cdx.json'),
    arm64: read('create-thumbnail', 'create-thumbnail.zip'),
    x64: read('create-thumbnail', 'create-thumbnail-x64.zip'),
    x64Bill: read('create-thumbnail', 'create-thumbnail-x64.cdx.json'),
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
  let copy = '';
  beforeAll(async () => {
    copy = copyWorkspace('a-folder-of-another-length-');
    await build(copy, new Date().getTimezoneOffset() === 0 ? 'Asia/Seoul' : 'UTC');
    there = zipsOf(copy);
  }, 240_000);
  afterAll(stopBundling);

  it('has the same bytes from two folders and two time zones, the handler at its root and no source map', () => {
    expect(there.game.equals(here.game)).toBe(true);
    expect(Object.keys(unzipSync(here.game))).toEqual(['THIRD-PARTY-NOTICES', 'main.js']);
  });

  it('has beside it the same bill of materials from two folders, umasks, locales and users', () => {
    expect(there.gameBill.equals(here.gameBill)).toBe(true);
    expect(there.x64Bill.equals(here.x64Bill)).toBe(true);
  });

  it('has the same bytes when the events have a schema more that it does not use', async () => {
    addUnusedSchema(copy);
    const { bundle, forget } = createBundler(copy);
    const all = readdirSync(join(copy, 'apps'));
    // All of them take 8 s of a processor.
    const apps = process.env['HANOK_DEEP'] ? all : all.filter((_, index) => index % 6 === 0);
    const built = await bundle(
      apps.map((app) => `apps/${app}`),
      ['sharp'],
    );
    await forget();
    const isChanged = (app: string, index: number) =>
      built[index]?.main.toString() !== readFileSync(join(workspace, `dist/apps/${app}/main.js`), 'utf8');
    expect(apps.filter(isChanged)).toEqual([]);
  }, 120_000);

  it('with native code is one per processor, the same from two folders, and loads on its own', () => {
    expect(there.arm64.equals(here.arm64)).toBe(true);
    expect(there.x64.equals(here.x64)).toBe(true);
    expect(here.x64.equals(here.arm64)).toBe(false);
    const env = { RESIZED_BUCKET: 'images-1-resized', IMAGES_BUCKET: 'images-1', AWS_REGION: 'us-east-1' };
    expect(exportsOf(process.arch === 'arm64' ? here.arm64 : here.x64, env)).toBe('handler');
    expect(() => exportsOf(process.arch === 'arm64' ? here.x64 : here.arm64, env)).toThrow('sharp');
  });
});
