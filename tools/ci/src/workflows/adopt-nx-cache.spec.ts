import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './read-workflows.fixture.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** The files of Nx's data in a workspace with these, after the script has run. */
function adopted(...databases: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'restored-'));
  folders.push(folder);
  const data = join(folder, '.nx/workspace-data');
  if (databases.length > 0) mkdirSync(data, { recursive: true });
  for (const database of databases) writeFileSync(join(data, database), database);
  execFileSync(join(ROOT, '.ci/adopt-nx-cache'), [folder]);
  return databases.length === 0
    ? []
    : readdirSync(data).map((name) => `${name} ${readFileSync(join(data, name), 'utf8')}`);
}

/** A machine without an id, such as a Mac, keeps what it has. */
const machine = ['/var/lib/dbus/machine-id', '/etc/machine-id']
  .filter((file) => existsSync(file))
  .map((file) => readFileSync(file, 'utf8').trim())[0];

describe('a restored cache of Nx', () => {
  it('gets the name of this machine, under which Nx looks for it', () => {
    expect(adopted('0123-v3.db')).toEqual([`${machine ?? '0123'}-v3.db 0123-v3.db`]);
  });

  it('takes the place of nothing that this machine has', () => {
    const own = `${machine ?? 'ab'}-v3.db`;
    expect(adopted('0123-v3.db', own)).toEqual([`0123-v3.db 0123-v3.db`, `${own} ${own}`].toSorted());
  });

  it('may be missing', () => {
    expect(adopted()).toEqual([]);
  });
});
