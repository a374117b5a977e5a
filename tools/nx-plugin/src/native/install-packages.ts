import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cpu } from './elf-machine.ts';
import { NativePackageError } from './errors.ts';
import { lockClosure, nativePackages, stagingManifests } from './lock-closure.ts';
import { readLockFile } from './lock-file.ts';

type Options = {
  /** Root of the workspace, whose lock file says which versions. */
  workspace: string;
  /** An empty folder. */
  folder: string;
  names: readonly string[];
  cpu: Cpu;
};

/**
 * Installs packages with all they depend on into `folder/node_modules`, for Linux on `cpu`, whatever the host is; what
 * npm has in its cache is not downloaded. Throws `NativePackageError` naming what is missing: npm itself leaves out
 * in silence a native package that it cannot have.
 */
export function installPackages({ workspace, folder, names, cpu }: Options): void {
  const lock = readLockFile(join(workspace, 'package-lock.json'));
  const { manifest, lock: staged } = stagingManifests(lock, names);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(staged));
  const settings = join(workspace, '.npmrc');
  if (existsSync(settings)) copyFileSync(settings, join(folder, '.npmrc'));
  runNpm(folder, cpu, names);
  checkInstalled(folder, nativePackages(lockClosure(lock, names), cpu), cpu, names);
}

function runNpm(folder: string, cpu: Cpu, names: readonly string[]): void {
  const platform = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc'];
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error, stderr } = spawnSync('npm', ['ci', ...platform, ...quiet], {
    cwd: folder,
    env: ownEnvironment(),
    encoding: 'utf8',
  });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim();
  throw new NativePackageError(`${names.join(', ')} cannot be installed for ${cpu}: npm ci: ${reason}`);
}

/** Without what an npm that runs this hands down: its folders are those of the workspace. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const handed =
    /^npm_(config_(local_prefix|prefix|workspaces?|include_workspace_root)|package_|lifecycle_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !handed.test(name)));
}

function checkInstalled(folder: string, native: string[], cpu: Cpu, names: readonly string[]): void {
  if (native.length === 0)
    throw new NativePackageError(`${names.join(', ')}: no package with native code for ${cpu} is locked`);
  const missing = native.find((name) => !existsSync(join(folder, 'node_modules', name, 'package.json')));
  if (missing !== undefined) throw new NativePackageError(`${missing} was not installed for ${cpu}`);
}
