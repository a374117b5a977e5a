import { readFileSync } from 'node:fs';

/** What npm has locked of one package, as far as it is read here. */
export type LockEntry = {
  /** Of a package that is installed under another name. */
  name?: string;
  version?: string;
  license?: string;
  resolved?: string;
  integrity?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

/** npm's lock file; packages by where they are installed. https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
export type LockFile = { lockfileVersion: number; packages: Record<string, LockEntry> };

/** Throws when the file is not one of npm 7 or later. */
export function readLockFile(path: string): LockFile {
  const lock: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isLockFile(lock)) throw new TypeError(`${path} is not a lock file of npm 7 or later`);
  return lock;
}

function isLockFile(value: unknown): value is LockFile {
  return typeof value === 'object' && value !== null && 'lockfileVersion' in value && 'packages' in value;
}

/** The name of the package that is installed there. */
export function packageName(location: string): string {
  return location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
