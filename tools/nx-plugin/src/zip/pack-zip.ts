import { promisify } from 'node:util';
import { type AsyncZippable, zip as zipFiles, zipSync } from 'fflate';

/** Zip's own clock starts here; any fixed time would do. */
const MODIFIED = new Date(1980, 0, 1);
/** Less than this is compressed sooner than a thread has started. */
const THREADS_FROM_BYTES = 4_000_000;
/** A regular file, rw-r--r--, in the upper half of the Unix attributes. */
const REGULAR_FILE_0644 = 0o100644 << 16;
const UNIX = 3;

/**
 * A zip of the files by their name in the archive. The same files give the same bytes, in any order, folder and time
 * zone. Large files are compressed beside each other, in threads.
 */
export async function packZip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const options = { level: 6, mtime: MODIFIED, os: UNIX, attrs: REGULAR_FILE_0644 } as const;
  const entries = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const zippable = Object.fromEntries(
    entries.map(([name, bytes]): [string, [Uint8Array, typeof options]] => [name, [bytes, options]]),
  );
  const total = entries.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  return total < THREADS_FROM_BYTES ? zipSync(zippable) : compress(zippable);
}

const compress = promisify<AsyncZippable, Uint8Array>(zipFiles);
