import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another stack runs on this folder. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
}

/** Where a stack keeps what survives it. */
export type StateFolder = {
  /** Path of an entry of the folder. */
  path(name: string): string;
  /** Lets another stack in; removes a temporary folder. */
  release(): void;
};

/**
 * Takes the folder for this process, until it releases it or ends, however it ends; without `dir`, a temporary folder.
 * Throws `StateInUseError`.
 */
export function openStateFolder(dir: string | undefined): StateFolder {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'hanok-'));
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'lock.db'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new StateInUseError(`Another stack runs on ${folder}: stop it first`);
  }
  return {
    path: (name) => join(folder, name),
    release: () => {
      lock.close();
      if (dir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
