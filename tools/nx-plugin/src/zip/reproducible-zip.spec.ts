import { spawnSync } from 'node:child_process';
import {
  cpSync,
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
import { afterAll, describe, expect, it } from '@jest/globals';
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
    for (const name of readdirSync(join(copy, folder)))
      symlinkSync(join(copy, folder, name), join(copy, 'node_modules/@hanok', name));
}

/** Builds the zips of an app and answers them by processor; the one for arm64 is the app's own. */
function zipsOf(copy: string, app: string, TZ: string): { arm64: Buffer; x64: Buffer } {
  const arm64 = zipOf(copy, app, TZ);
  return { arm64, x64: readFileSync(join(copy, `dist/apps/${app}/${app}-x64.zip`)) };
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

function zipOf(copy: string, app: string, TZ: string): Buffer {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TZ,
    NX_DAEMON: 'false',
    NX_SKIP_NX_CACHE: 'true',
  };
  const nx = join(copy, 'node_modules/nx/dist/bin/nx.js');
  const run = spawnSync(process.execPath, [nx, 'run', `${app}:zip`], { cwd: copy, env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  return readFileSync(join(copy, `dist/apps/${app}/${app}.zip`));
}

describe('the zip of an app', () => {
  it('has the same bytes from two folders and two time zones, the handler at its root and no source map', () => {
    const here = zipOf(copyWorkspace('here-'), 'game-sqs-process', 'Asia/Seoul');
    const there = zipOf(copyWorkspace('a-folder-of-another-length-'), 'game-sqs-process', 'UTC');
    expect(there.equals(here)).toBe(true);
    expect(Object.keys(unzipSync(here))).toEqual(['main.js']);
  }, 120_000);

  it('with native code is one per processor, the same from two folders, and loads on its own', () => {
    const here = zipsOf(copyWorkspace('here-'), 'create-thumbnail', 'Asia/Seoul');
    const there = zipsOf(copyWorkspace('a-folder-of-another-length-'), 'create-thumbnail', 'UTC');
    expect(there.arm64.equals(here.arm64)).toBe(true);
    expect(there.x64.equals(here.x64)).toBe(true);
    expect(here.x64.equals(here.arm64)).toBe(false);
    const env = { RESIZED_BUCKET: 'images-1-resized', IMAGES_BUCKET: 'images-1', AWS_REGION: 'us-east-1' };
    expect(exportsOf(process.arch === 'arm64' ? here.arm64 : here.x64, env)).toBe('handler');
    expect(() => exportsOf(process.arch === 'arm64' ? here.x64 : here.arm64, env)).toThrow('sharp');
  }, 240_000);
});
