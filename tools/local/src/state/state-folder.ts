import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateFileError, StateInUseError } from './errors.ts';

/** An open transaction on this database is the lock: SQLite lets it go with the process. */
const LOCK = 'lock.db';
/** Another process has the lock. https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** Where a stack keeps what survives it. */
type StateFolder = {
  /** Path of an entry of the folder. */
  path(name: string): string;
  /** Lets another stack in; removes a temporary folder. */
  release(): void;
};

/**
 * Takes the folder, which may be relative to the working directory of now, for this process, until it releases it or ends, however it ends; without `dir`, a temporary folder.
 * It and all that is in it are for this user alone. With `reset`, forgets what earlier stacks kept there, whatever it is
 * by now. Throws `StateInUseError` and `StateFileError`.
 */
export function openStateFolder(dir: string | undefined, reset = false): StateFolder {
  if (dir === '') throw new Error('stateDir: expected a path, or nothing for a temporary folder');
  const folder = resolve(dir ?? mkdtempSync(join(tmpdir(), 'hanok-')));
  try {
    makePrivate(folder, reset);
    const lock = takeLock(folder);
    if (reset) removeAllBut(LOCK, folder);
    return {
      path: (name) => join(folder, name),
      release: () => {
        lock.close();
        if (dir === undefined) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    throw error instanceof StateInUseError ? error : new StateFileError(folder, error);
  }
}

/** Makes the folder; in one that others may enter, closes every entry too: an earlier version left them open. */
function makePrivate(folder: string, reset: boolean): void {
  if (reset && existsSync(folder) && !statSync(folder).isDirectory()) rmSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) === 0) return;
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const entry = join(folder, name);
    const { mode } = lstatSync(entry);
    if (lstatSync(entry).isFile() || lstatSync(entry).isDirectory()) chmodSync(entry, mode & 0o700);
  }
}

/** A lock that is no database any more is held by no one: it is made anew. */
function takeLock(folder: string): DatabaseSync {
  try {
    return lockOn(folder);
  } catch (error) {
    if (error instanceof StateInUseError) throw error;
    for (const name of readdirSync(folder).filter((each) => each.startsWith(LOCK)))
      rmSync(join(folder, name), { recursive: true, force: true });
    return lockOn(folder);
  }
}

function lockOn(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, LOCK));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const isBusy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
    throw isBusy ? new StateInUseError(folder) : error;
  }
}

/** The lock's own files stay: another stack that waits would otherwise lock a file of the same name. */
function removeAllBut(kept: string, folder: string): void {
  for (const name of readdirSync(folder))
    if (!name.startsWith(kept)) rmSync(join(folder, name), { recursive: true, force: true });
}
