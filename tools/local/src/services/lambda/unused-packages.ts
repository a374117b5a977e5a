import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

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

/** Removes what was being unpacked or removed when an earlier stack ended. */
export function removePartial(stateDirectory: string): Promise<void> {
  const partial = packagesIn(stateDirectory).filter((name) => name.startsWith('.'));
  return removeAll(partial.map((name) => join(stateDirectory, PACKAGES, name)));
}

/** The names of the unpacked packages; those that are not whole begin with a dot. */
export function packagesIn(stateDirectory: string): string[] {
  try {
    return readdirSync(join(stateDirectory, PACKAGES));
  } catch {
    return []; // No function has run yet.
  }
}

/** What cannot be removed now is removed at the next start. */
async function removeAll(folders: readonly string[]): Promise<void> {
  await Promise.allSettled(folders.map((folder) => rm(folder, { recursive: true, force: true })));
}
