import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another stack runs on this folder. */
class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
}

/** An open transaction on this database is the lock: SQLite lets it go with the process. */
const LOCK = 'lock.db';

/** Where a stack keeps what survives it. */
type StateFolder = {
  /** Path of an entry of the folder. */
  path(name: string): string;
  /** Lets another stack in; removes a temporary folder. */
  release(): void;
};

/**
 * Takes the folder for this process, until it releases it or ends, however it ends; without `dir`, a temporary folder.
 * With `reset`, forgets what earlier stacks kept there. Throws `StateInUseError`.
 */
export function openStateFolder(dir: string | undefined, reset = false): StateFolder {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'hanok-'));
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, LOCK));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new StateInUseError(`Another stack runs on ${folder}: stop it first`);
  }
  if (reset) removeAllBut(LOCK, folder);
  return {
    path: (name) => join(folder, name),
    release: () => {
      lock.close();
      if (dir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lock's own files stay: another stack that waits would otherwise lock a file of the same name. */
function removeAllBut(kept: string, folder: string): void {
  for (const name of readdirSync(folder))
    if (!name.startsWith(kept)) rmSync(join(folder, name), { recursive: true, force: true });
}
