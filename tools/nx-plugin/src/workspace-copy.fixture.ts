import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { IS_DEEP } from '@hanok/testing';

export const WORKSPACE = join(import.meta.dirname, '../../..');

const run = promisify(execFile);

/** A copy of the workspace as it is, committed or not, with an index of Git; its packages are the same files. */
export async function copyWorkspace(prefix: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const git = (cwd: string, ...args: string[]) => run('git', args, { cwd, maxBuffer: 1e8 });
  const { stdout } = await git(WORKSPACE, 'ls-files', '-co', '--exclude-standard', '--deduplicate');
  for (const file of stdout.split('\n').filter((each) => each !== '')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(WORKSPACE, file), join(folder, file), { verbatimSymlinks: true });
  }
  await linkPackages(join(folder, 'node_modules'));
  await git(folder, 'init', '-q');
  await git(folder, 'add', '-A');
  return folder;
}

/** Runs Node in a copy; answers what it writes. Rejects with `stdout` when it fails. */
export async function runInCopy(copy: string, ...args: string[]): Promise<string> {
  const ofThisTask = { NODE_OPTIONS: '', NX_TASK_TARGET_PROJECT: undefined, FORCE_COLOR: undefined };
  const env = { ...process.env, NX_DAEMON: 'false', ...ofThisTask };
  const { stdout } = await run(process.execPath, args, { cwd: copy, env, maxBuffer: 1e8 });
  return stdout;
}

/** Each file of a package once more under another name; to check types alone, a link to each package is enough. */
async function linkPackages(folder: string): Promise<void> {
  const installed = join(WORKSPACE, 'node_modules');
  if (IS_DEEP) await run('cp', ['-al', installed, folder]);
  else {
    mkdirSync(folder);
    cpSync(join(installed, '@hanok'), join(folder, '@hanok'), { recursive: true, verbatimSymlinks: true });
    for (const name of readdirSync(installed).filter((each) => each !== '@hanok'))
      symlinkSync(join(installed, name), join(folder, name));
  }
}
