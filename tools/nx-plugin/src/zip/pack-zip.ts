import { promisify } from 'node:util';
import { type AsyncZippable, Zip, zip as zipFiles, ZipPassThrough } from 'fflate';
import { deflateRaw } from 'pako';

/** Zip's own clock starts here; any fixed time would do. */
const MODIFIED = new Date(1980, 0, 1);
/** Less than this is compressed sooner than a thread has started. */
const THREADS_FROM_BYTES = 4_000_000;
/** A regular file, rw-r--r--, in the upper half of the Unix attributes. */
const REGULAR_FILE_0644 = 0o100644 << 16;
const UNIX = 3;
const ABOUT = { mtime: MODIFIED, os: UNIX, attrs: REGULAR_FILE_0644 } as const;

/**
 * A zip of the files by their name in the archive. The same files give the same bytes, in any order, folder and time
 * zone. Large files are compressed beside each other, in threads.
 */
export async function packZip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const entries = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const total = entries.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  return total < THREADS_FROM_BYTES ? packSmall(entries) : packInThreads(entries);
}

/** 4 % smaller than fflate makes it in the same time. Small blocks: in a bundle, code and tables of data take turns. */
class DeflatedFile extends ZipPassThrough {
  override compression = 8;

  protected override process(chunk: Uint8Array<ArrayBuffer>, isLast: boolean): void {
    this.ondata(null, deflateRaw(chunk, { level: 9, memLevel: 6 }), isLast);
  }
}

function packSmall(entries: readonly [string, Uint8Array][]): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, bytes] of entries) {
    const file = Object.assign(new DeflatedFile(name), ABOUT);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

const compress = promisify<AsyncZippable, Uint8Array>(zipFiles);

function packInThreads(entries: readonly [string, Uint8Array][]): Promise<Uint8Array> {
  const about = { level: 6, ...ABOUT } as const;
  return compress(
    Object.fromEntries(
      entries.map(([name, bytes]): [string, [Uint8Array, typeof about]] => [name, [bytes, about]]),
    ),
  );
}
