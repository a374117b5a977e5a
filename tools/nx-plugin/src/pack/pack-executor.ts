import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { reachOf } from './packed-files.ts';
import {
  exportedFiles,
  type Manifest,
  NODE_CHECK,
  NODE_CHECK_TEXT,
  publishedManifest,
} from './published-manifest.ts';

const PACKAGES = 'dist/packages';

/** Lays out what users get of each library in `dist/packages/<library>`, and packs them with one run of npm. */
const { one, batch } = batchExecutor(async (jobs, workspace) => printed(packAll(jobs, workspace)));
export { batch, one as default };

function packAll(jobs: readonly Job[], workspace: string): Outcome[] {
  const folders = jobs.map(({ project }) => layOut(workspace, project));
  const paths = folders.map((folder) => `./${folder}`);
  const run = spawnSync('npm', ['pack', '--silent', '--pack-destination', PACKAGES, ...paths], {
    cwd: workspace,
    encoding: 'utf8',
  });
  const success = run.status === 0;
  const terminalOutput = success ? '' : `npm pack: ${run.error?.message ?? run.stderr}`;
  return jobs.map(() => ({ success, terminalOutput }));
}

/** Writes the files of a library's package, and no others, and answers the folder. */
function layOut(workspace: string, project: string): string {
  const folder = posix.join(PACKAGES, basename(project));
  const target = join(workspace, folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const manifest = readManifest(join(workspace, project));
  for (const old of globSync(`${PACKAGES}/${manifest.name.slice(1).replace('/', '-')}-*.tgz`, {
    cwd: workspace,
  }))
    rmSync(join(workspace, old));
  const entries = exportedFiles(manifest).flatMap((path) =>
    path.includes('*') ? globSync(path, { cwd: join(workspace, project) }) : [path],
  );
  const { files, packages } = reachOf(join(workspace, project), entries);
  const unmet = [...packages].filter((name) => !isMet(name, manifest));
  if (unmet.length > 0)
    throw new Error(`${project} imports ${unmet.join(', ')}: name it as a dependency or a peer`);
  for (const path of files) copy(join(workspace, project, path), join(target, path));
  for (const path of files) if (path.endsWith('.d.ts')) rewrite(join(target, path), forOlderReaders);
  copy(join(workspace, project, 'README.md'), join(target, 'README.md'));
  for (const name of ['LICENSE', 'CHANGELOG.md']) copy(join(workspace, name), join(target, name));
  checkNodeFirst(target, entries);
  const published = publishedManifest(manifest, readManifest(workspace), project);
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  return folder;
}

function isMet(name: string, manifest: Manifest): boolean {
  const { dependencies = {}, peerDependencies = {} } = manifest;
  return name in dependencies || name in peerDependencies || name === manifest.name;
}

/** The import goes before the first line, so that source maps stay right. */
function checkNodeFirst(target: string, entries: readonly string[]): void {
  writeFileSync(join(target, NODE_CHECK), NODE_CHECK_TEXT);
  for (const entry of entries.filter((path) => path.endsWith('.js'))) {
    const path = posix.relative(posix.dirname(posix.normalize(entry)), NODE_CHECK);
    const specifier = path.startsWith('.') ? path : `./${path}`;
    rewrite(join(target, entry), (text) => `import '${specifier}'; ${text}`);
  }
}

/**
 * What TypeScript before 5.7 and zod before 4.5 do not know, in their words: arrays of bytes had no parameter, and without
 * one they mean the same kinds of memory and more; an integer was a format of numbers, and a union did not tell the field that tells its members apart.
 */
function forOlderReaders(text: string): string {
  return text
    .replace(
      /\b((?:Uint|Int|Float|BigInt|BigUint)\d+(?:Clamped)?Array|Buffer|DataView)<ArrayBuffer(?:Like)?>/g,
      '$1',
    )
    .replace(/\bZodMiniInt\b/g, 'ZodMiniNumberFormat')
    .replace(/(ZodMiniDiscriminatedUnion<.*?\]), "\w+">/gs, '$1>');
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
