import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The file that running `command` would execute, searched in the folders of `path`; undefined when there is none. */
export async function findOnPath(
  command: string,
  path = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const files = folders.map((folder) => join(folder, command));
  const found = await Promise.all(files.map(isExecutable));
  return files.find((_, index) => found[index]);
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
