import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Its `image` folders hold PngSuite and pictures in odd, broken and rare variants, free to use (BSD-3-Clause). */
const PACKAGE = 'golang-1.19-src';
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/hanok');
const FOLDER = join(CACHE, PACKAGE);
const KINDS = /\.(png|gif|jpe?g)$/;

/** The corpus is not there. */
class CorpusMissingError extends Error {
  override readonly name = 'CorpusMissingError';
}

/** The pictures of a Debian package by their path in it, as `npm run pictures` has put them into the cache of node_modules. */
export async function debianPictures(): Promise<Map<string, Buffer>> {
  const names = await listPictures().catch((cause: unknown) => {
    throw new CorpusMissingError('The corpus of pictures is missing. Run `npm run pictures`.', { cause });
  });
  const entries = names.map(async (name) => [name, await readFile(join(FOLDER, name))] as const);
  return new Map(await Promise.all(entries));
}

async function listPictures(): Promise<string[]> {
  const names = await readdir(FOLDER, { recursive: true });
  return names.filter((name) => KINDS.test(name)).toSorted();
}

/** Downloads the package with apt, once. */
async function fetchPictures(): Promise<void> {
  const isThere = () => listPictures().then((names) => names.length > 0);
  if (await isThere().catch(() => false)) return;
  await mkdir(CACHE, { recursive: true });
  const workplace = await mkdtemp(join(CACHE, 'download-'));
  try {
    await run('apt-get', ['download', '--quiet', PACKAGE], { cwd: workplace });
    const archive = (await readdir(workplace)).find((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get left no archive');
    await run('dpkg', ['-x', archive, 'files'], { cwd: workplace });
    await rename(join(workplace, 'files/usr/share/go-1.19/src/image'), FOLDER);
  } catch (cause) {
    const remedy = `Needs Debian's apt and its package ${PACKAGE}; put the package's src/image into ${FOLDER} otherwise.`;
    throw new CorpusMissingError(`No corpus of pictures: ${String(cause)}\n${remedy}`, { cause });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

// `npm run pictures`
if (import.meta.main) await fetchPictures();
