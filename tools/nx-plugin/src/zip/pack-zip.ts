import { promisify } from 'node:util';
import { type AsyncZippable, zip as zipFiles } from 'fflate';

/** Zip's own clock starts here; any fixed time would do. */
const MODIFIED = new Date(1980, 0, 1);
/** A regular file, rw-r--r--, in the upper half of the Unix attributes. */
const REGULAR_FILE_0644 = 0o100644 << 16;
const UNIX = 3;

/**
 * A zip of the files by their name in the archive. The same files give the same bytes, in any order, folder and time
 * zone. Large files are compressed beside each other, in threads.
 */
export function packZip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const names = Object.keys(files).toSorted();
  const options = { level: 6, mtime: MODIFIED, os: UNIX, attrs: REGULAR_FILE_0644 } as const;
  return compress(
    Object.fromEntries(names.map((name) => [name, [files[name] ?? new Uint8Array(), options]])),
  );
}

const compress = promisify<AsyncZippable, Uint8Array>(zipFiles);
