import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NativePackageError } from './errors.ts';
import { installPackages } from './install-packages.ts';
import { type LockEntry, readLockFile } from './lock-file.ts';

const root = join(import.meta.dirname, '../../../..');
const locked = readLockFile(join(root, 'package-lock.json'));

describe('installPackages', () => {
  let workspace = '';
  let folder = '';
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
    folder = join(workspace, 'staging');
    mkdirSync(folder);
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  /** Installs sharp for arm64 by the workspace's lock file, with these entries in the place of its own. */
  function install(entries: Record<string, LockEntry>): void {
    const lock = { ...locked, packages: { ...locked.packages, ...entries } };
    writeFileSync(join(workspace, 'package-lock.json'), JSON.stringify(lock));
    installPackages({ workspace, folder, names: ['sharp'], cpu: 'arm64' });
  }

  it('names a native package that npm leaves out', () => {
    const libvips = '@img/sharp-libvips-linux-arm64';
    const entry = locked.packages[`node_modules/${libvips}`];
    // npm passes over an optional package of another engine in silence.
    const entries = { [`node_modules/${libvips}`]: { ...entry, engines: { node: '>=999' } } };
    expect(() => install(entries)).toThrow(new NativePackageError(`${libvips} was not installed for arm64`));
  }, 60_000);

  it('refuses a package without native code', () => {
    const sharp = { ...locked.packages['node_modules/sharp'], optionalDependencies: {} };
    expect(() => install({ 'node_modules/sharp': sharp })).toThrow(
      'sharp: no package with native code for arm64 is locked',
    );
  }, 60_000);

  it('says what npm says when the package is neither in the cache nor to be had', () => {
    const { npm_config_offline, npm_config_cache } = process.env;
    Object.assign(process.env, { npm_config_offline: 'true', npm_config_cache: join(workspace, 'cache') });
    try {
      expect(() => install({})).toThrow(/^sharp cannot be installed for arm64: npm ci: .*ENOTCACHED/s);
    } finally {
      restore({ npm_config_offline, npm_config_cache });
    }
  }, 60_000);
});

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables))
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
}
