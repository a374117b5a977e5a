import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { unzipSync } from 'fflate';
import { packageFolder } from '../contents/bundled-packages.ts';

/** The bytes of something in a zip, before compression. */
type Size = { name: string; bytes: number };

/** What is in a zip, the largest first: packages and projects in the bundle, packages beside it, other files. */
export function zipSizes(workspace: string, directory: string, zip: string): Size[] {
  const meta: Metafile = JSON.parse(readFileSync(join(workspace, directory, 'meta.json'), 'utf8'));
  const main = meta.outputs[`${directory}/main.js`] ?? { inputs: {}, bytes: 0 };
  const sizes = new Map<string, number>();
  const add = (name: string, bytes: number) => sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  const used = Object.entries(main.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  for (const [file, { bytesInOutput }] of used) add(ownerOf(workspace, file), bytesInOutput);
  const known = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  add("esbuild's own code", main.bytes - known);
  unzipSync(readFileSync(join(workspace, zip)), {
    filter: ({ name, originalSize }) => {
      if (name !== 'main.js') add(packageFolder(name) ?? name, originalSize);
      return false;
    },
  });
  const all = [...sizes].map(([name, bytes]) => ({ name, bytes })).filter(({ bytes }) => bytes > 0);
  return all.toSorted((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1));
}

/** The package of a file with its version, or its project in the workspace. */
function ownerOf(workspace: string, file: string): string {
  const folder = packageFolder(file);
  if (folder === undefined) return file.split('/').slice(0, 2).join('/');
  const { name, version } = JSON.parse(readFileSync(join(workspace, folder, 'package.json'), 'utf8'));
  return `${name} ${version}`;
}
