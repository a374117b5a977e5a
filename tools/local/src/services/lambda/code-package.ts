import { unzipSync, zipSync } from 'fflate';
import { hash, randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { type FileVersion, keepZip, keptFrom, noteSource, versionOf } from './kept-zips.ts';
import { PACKAGES } from './unused-packages.ts';

/** A deployed zip. */
export type CodePackage = {
  /** SHA-256 of the zip, in hex. */
  sha256: string;
  sizeBytes: number;
  /** Folder with the archive's root once it is unpacked; what Lambda calls the task root. */
  directory: string;
  /** Unpacks the zip as it was when it was opened; once, however often it is called. */
  unpack(): Promise<void>;
};

/** The task root within the folder of a package. */
const TASK = 'task';

/**
 * Opens a zip, or a folder as if it was zipped, that is unpacked into `<stateDirectory>/packages/<sha256>/task` when it is first needed. The folder above
 * holds a package.json of `{}`: no file of the host's decides whether the code is CommonJS or ESM. Both come into being
 * at once, by a rename, and are never written again: processes of other functions read theirs meanwhile.
 * Throws when the archive is broken or an entry's name leads out of the folder.
 */
export async function openCode(zipFile: string, stateDirectory: string): Promise<CodePackage> {
  const version = versionOf(zipFile);
  const kept = version && keptFrom(version, stateDirectory);
  if (kept) return codePackage(kept.sha256, kept.sizeBytes, stateDirectory, () => readFile(kept.path));
  const zip = await codeZip(zipFile);
  const sha256 = hash('sha256', zip);
  const { directory } = foldersOf(stateDirectory, sha256);
  // The filter passes over every entry: only the directory of the archive is read.
  unzipSync(zip, { filter: ({ name }) => fileOf(directory, name) === '' });
  const bytes = await heldUntilUnpacked({ zip, sha256, zipFile, version }, stateDirectory);
  return codePackage(sha256, zip.length, stateDirectory, bytes);
}

function codePackage(
  sha256: string,
  sizeBytes: number,
  stateDirectory: string,
  bytes: () => Promise<Uint8Array>,
): CodePackage {
  const { folder, directory } = foldersOf(stateDirectory, sha256);
  let unpacked: Promise<void> | undefined;
  const unpack = () => (unpacked ??= unpackOnce(bytes, folder));
  return { sha256, sizeBytes, directory, unpack };
}

function foldersOf(stateDirectory: string, sha256: string) {
  const folder = resolve(stateDirectory, PACKAGES, sha256);
  return { folder, directory: join(folder, TASK) };
}

/** A larger zip, such as one with native code, does not wait in memory for its first invocation. */
const MOST_BYTES_IN_MEMORY = 1_048_576;

/** Where the bytes of a zip come from when it is unpacked: they are as they were when it was opened. */
async function heldUntilUnpacked(
  {
    zip,
    sha256,
    zipFile,
    version,
  }: { zip: Uint8Array; sha256: string; zipFile: string; version: FileVersion | undefined },
  stateDirectory: string,
): Promise<() => Promise<Uint8Array>> {
  const { folder } = foldersOf(stateDirectory, sha256);
  // Of one that is unpacked, read again only where that is deleted while the stack runs.
  if (zip.length <= MOST_BYTES_IN_MEMORY) return existsSync(folder) ? () => codeZip(zipFile) : inMemory(zip);
  const copy = await keepZip(zip, stateDirectory, sha256);
  if (version !== undefined) await noteSource(copy, version);
  return () => readFile(copy);
}

/** By itself: all functions of one scope keep alive what one of them uses. */
function inMemory(zip: Uint8Array): () => Promise<Uint8Array> {
  return async () => zip;
}

async function unpackOnce(bytes: () => Promise<Uint8Array>, folder: string): Promise<void> {
  if (!existsSync(folder)) await unzipInto(await bytes(), folder);
}

/**
 * The bytes of a zip, or of a folder zipped as the CDK does when it deploys: all its files, those behind links among
 * them. It is not compressed.
 */
export async function codeZip(path: string): Promise<Uint8Array> {
  if (!statSync(path).isDirectory()) return readFile(path);
  const names = (await readdir(path, { recursive: true })).toSorted();
  const files = names.filter((name) => statSync(join(path, name)).isFile());
  const read = files.map(
    async (name) => [name.replaceAll(sep, '/'), await readFile(join(path, name))] as const,
  );
  return zipOf(await Promise.all(read));
}

/** A zip of files by name, whose bytes depend on them alone. */
export function zipOf(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}

function fileOf(directory: string, name: string): string {
  const file = resolve(directory, name);
  if (!file.startsWith(directory + sep)) throw new Error(`Zip entry "${name}" leads out of the archive.`);
  return file;
}

async function unzipInto(zip: Uint8Array, folder: string): Promise<void> {
  const partial = join(dirname(folder), `.${randomUUID()}`);
  await mkdir(join(partial, TASK), { recursive: true });
  try {
    await writeFile(join(partial, 'package.json'), '{}');
    for (const [name, content] of Object.entries(unzipSync(zip)))
      await writeEntry(join(partial, TASK), name, content);
    await moveOnce(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function writeEntry(directory: string, name: string, content: Uint8Array): Promise<void> {
  const file = fileOf(directory, name);
  if (name.endsWith('/')) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { mode: 0o644 });
}

/** A rename is atomic; losing the race to another unpacking of the same zip is as good as winning it. */
async function moveOnce(partial: string, directory: string): Promise<void> {
  try {
    await rename(partial, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}
