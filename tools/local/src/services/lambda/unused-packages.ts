import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, namesIn } from './kept-zips.ts';

/** Folder of the unpacked packages, each named after the SHA-256 of its zip. */
export const PACKAGES = 'packages';

/**
 * Removes unpacked packages, by the SHA-256 of their zips. They are gone at once: who unpacks one again does not find a
 * part of it. Resolves when the files are gone too; those that stay are removed by `removePartial`.
 */
export async function removePackages(stateDirectory: string, sha256s: readonly string[]): Promise<void> {
  const folder = join(stateDirectory, PACKAGES);
  const there = new Set(packagesIn(stateDirectory));
  const renamed = sha256s
    .filter((sha256) => there.has(sha256))
    .map((sha256) => {
      const removed = join(folder, `.${randomUUID()}`);
      renameSync(join(folder, sha256), removed);
      return removed;
    });
  await removeAll(renamed);
}

/**
 * Removes every unpacked package that is not used, and of `zips`, by their SHA-256, those that are not; resolves when the
 * files are gone.
 */
export async function removeUnusedCode(
  stateDirectory: string,
  zips: readonly string[],
  isUsed: (sha256: string) => boolean,
): Promise<void> {
  const packages = packagesIn(stateDirectory).filter((name) => !name.startsWith('.') && !isUsed(name));
  const files = zips.filter((name) => !isUsed(name)).flatMap((name) => filesOf(stateDirectory, name));
  await Promise.all([removePackages(stateDirectory, packages), removeAll(files)]);
}

/** Removes what was being unpacked or removed when an earlier stack ended. */
export function removePartial(stateDirectory: string): Promise<void> {
  const partial = packagesIn(stateDirectory).filter((name) => name.startsWith('.'));
  return removeAll(partial.map((name) => join(stateDirectory, PACKAGES, name)));
}

/** The names of the unpacked packages; those that are not whole begin with a dot. */
export function packagesIn(stateDirectory: string): string[] {
  return namesIn(join(stateDirectory, PACKAGES));
}

/** What cannot be removed now is removed at the next start. */
async function removeAll(folders: readonly string[]): Promise<void> {
  await Promise.allSettled(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}
