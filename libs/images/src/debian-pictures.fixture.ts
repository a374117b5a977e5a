import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Its `image` folders hold PngSuite and pictures in odd, broken and rare variants, free to use (BSD-3-Clause). */
const PACKAGE = 'golang-1.19-src';
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/hanok');
const KINDS = /\.(png|gif|jpe?g)$/;

/** The corpus could not be obtained. */
export class CorpusMissingError extends Error {
  override readonly name = 'CorpusMissingError';
}

/** The pictures of a Debian package by their path in it. Downloaded once, with apt, into the cache of node_modules. */
export async function debianPictures(): Promise<Map<string, Buffer>> {
  const folder = join(CACHE, PACKAGE);
  const names = await listOf(folder).catch(async () => {
    await download(folder);
    return listOf(folder);
  });
  const entries = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return new Map(await Promise.all(entries));
}

async function listOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => KINDS.test(name)).toSorted();
}

async function download(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const workplace = await mkdtemp(join(CACHE, 'download-'));
  try {
    await run('apt-get', ['download', '--quiet', PACKAGE], { cwd: workplace });
    const archive = (await readdir(workplace)).find((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get left no archive');
    await run('dpkg', ['-x', archive, 'files'], { cwd: workplace });
    const images = join(workplace, 'files/usr/share/go-1.19/src/image');
    await rename(images, folder).catch((error: unknown) => listOf(folder).catch(() => Promise.reject(error)));
  } catch (cause) {
    const remedy = `Needs Debian's apt and its package ${PACKAGE}; put the package's src/image into ${folder} otherwise.`;
    throw new CorpusMissingError(`No corpus of pictures: ${String(cause)}\n${remedy}`, { cause });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}
