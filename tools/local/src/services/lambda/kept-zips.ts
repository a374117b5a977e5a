import { hash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Folder of the zips that are kept, each named after its SHA-256; beside a zip, which file it was read from. */
const ZIPS = 'zips';
/** A file that changed this short ago may change again and have the same time. */
const COARSEST_CLOCK_MS = 2_000;

/** A file as it is now: its bytes do not change without one of these. */
export type FileVersion = { file: string; inode: number; size: number; mtimeMs: number; ctimeMs: number };

/** Undefined for a folder, whose own times do not tell of the files in it. */
export function versionOf(path: string): FileVersion | undefined {
  const stats = statSync(path);
  if (!stats.isFile()) return undefined;
  const { ino, size, mtimeMs, ctimeMs } = stats;
  return { file: resolve(path), inode: ino, size, mtimeMs, ctimeMs };
}

/** Keeps a zip, whole or not at all, as a file named after its SHA-256 in hex, and answers its path. */
export async function keepZip(
  zip: Uint8Array,
  stateDirectory: string,
  sha256 = hash('sha256', zip),
): Promise<string> {
  const file = zipPath(stateDirectory, sha256);
  if (await isFile(file)) return file;
  const partial = join(dirname(file), `.${randomUUID()}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(partial, zip);
  await rename(partial, file);
  return file;
}

/** Notes what a kept zip was read from, for `keptFrom`; not when that changed just now. */
export async function noteSource(kept: string, source: FileVersion, now = Date.now()): Promise<void> {
  if (now - source.ctimeMs > COARSEST_CLOCK_MS) await writeFile(noteOf(kept), JSON.stringify(source));
}

/** The kept zip that was read from this version of a file; undefined when none is known to be. */
export function keptFrom(
  source: FileVersion,
  stateDirectory: string,
): { path: string; sha256: string; sizeBytes: number } | undefined {
  const wanted = JSON.stringify(source);
  const sha256 = zipsIn(stateDirectory).find(
    (each) => textOf(noteOf(zipPath(stateDirectory, each))) === wanted,
  );
  if (sha256 === undefined) return undefined;
  return { path: zipPath(stateDirectory, sha256), sha256, sizeBytes: source.size };
}

/** The zips that are kept, by their SHA-256; those that are not whole begin with a dot. */
export function zipsIn(stateDirectory: string): string[] {
  return namesIn(join(stateDirectory, ZIPS))
    .filter((name) => name.endsWith('.zip') || name.startsWith('.'))
    .map((name) => basename(name, '.zip'));
}

/** The files of a kept zip, one of `zipsIn`. */
export function filesOf(stateDirectory: string, name: string): string[] {
  if (name.startsWith('.')) return [join(stateDirectory, ZIPS, name)];
  const path = zipPath(stateDirectory, name);
  return [path, noteOf(path)];
}

/** The names in a folder; none when there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function zipPath(stateDirectory: string, sha256: string): string {
  return join(stateDirectory, ZIPS, `${sha256}.zip`);
}

function noteOf(kept: string): string {
  return kept.replace(/zip$/, 'source');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
