import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundledPackages, checkVersions } from '../contents/bundled-packages.ts';
import { checkLicences } from '../contents/licences.ts';
import { sourceBytes, type SourceMapText } from '../map/source-bytes.ts';
import { shortenNames } from './shorten-names.ts';

/**
 * Finishes what esbuild has written in a folder: `main.js` gets short names, its source map leads to the sources as before,
 * and `meta.json` says the bytes that each file has in it. Answers the bytes of `main.js`. Throws when it holds a package
 * twice, or one whose licence is not allowed.
 */
export async function finishBundle(workspace: string, output: string): Promise<number> {
  const file = (name: string) => join(workspace, output, name);
  const read = (name: string) => readFileSync(file(name), 'utf8');
  const meta: Metafile = JSON.parse(read('meta.json'));
  const { code, map } = await shortenNames(read('main.js'), read('main.js.map'));
  const main = meta.outputs[`${output}/main.js`];
  if (main === undefined) throw new TypeError(`${file('meta.json')} says nothing of main.js`);
  countBytes(main, output, code, JSON.parse(map));
  writeFileSync(file('main.js'), code);
  writeFileSync(file('main.js.map'), map);
  writeFileSync(file('meta.json'), JSON.stringify(meta, null, 2));
  const packages = bundledPackages(workspace, main.inputs);
  checkVersions(packages);
  checkLicences(packages);
  return main.bytes;
}

/**
 * A file that was in the bundle stays in it, with one byte at least: all of it may stand in another's place. What a package's
 * own source maps lead to is no file of the bundle: its bytes are those of a file of that package.
 */
function countBytes(main: Metafile['outputs'][string], output: string, code: string, map: SourceMapText) {
  const bytes = sourceBytes(code, map);
  const inBundle = Object.entries(main.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const counts = new Map(inBundle.map(([file]) => [file, 0]));
  for (const [index, source] of map.sources.entries()) {
    const file = join(output, source).replaceAll('\\', '/');
    const folder = PACKAGE.exec(file)?.[0];
    const place = counts.has(file) || folder === undefined ? file : firstIn(folder, counts);
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + (bytes.get(index) ?? 0));
  }
  for (const [file, input] of inBundle) input.bytesInOutput = Math.max(counts.get(file) ?? 0, 1);
  main.bytes = Buffer.byteLength(code);
}

/** The folder of the package that a file is of. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+\//;

function firstIn(folder: string, files: ReadonlyMap<string, unknown>): string | undefined {
  return [...files.keys()].find((file) => file.startsWith(folder));
}
