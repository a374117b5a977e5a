import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';

type Options = {
  /** The folder of the bundle, from the workspace's root: where the sources of the map begin, wherever it lies itself. */
  directory: string;
  /** The source map of the build that runs, from the workspace's root. */
  map?: string;
  /** What the command line adds; with nothing, the stack comes from standard input. */
  stack: readonly string[];
};

/** `npx nx map APP STACK`: prints a stack with the places in the sources. */
export default async function map(
  options: Options,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  const given = options.stack.join(' ');
  const text = given === '' ? readFileSync(0, 'utf8') : given;
  const { directory, map: file = `${directory}/main.js.map` } = options;
  const sourceMap = new SourceMap(JSON.parse(readFileSync(resolve(root, file), 'utf8')));
  const mapped = mapStack(text, sourceMap, directory);
  console.log(mapped.text.trimEnd());
  if (mapped.places > 0) return { success: true };
  console.error(
    'There is no place of this build in it. Give a stack with main.js:LINE:COLUMN as an argument or on standard input, ' +
      'and with --map the main.js.map that was built with the running zip.',
  );
  return { success: false };
}

/**
 * A text with the places of `main.js` in it, such as a stack or lines of a log in JSON, with the places in the sources
 * instead: `main.js:1:23456`, below any folder, becomes `libs/rides/src/find-ride.ts:12:5`. A place that the map does not
 * know stays. Answers how many places it has found.
 */
export function mapStack(text: string, map: SourceMap, folder: string): { text: string; places: number } {
  let places = 0;
  const mapped = text.replace(PLACE, (place: string, line: string, column: string) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry) || entry.generatedLine !== Number(line) - 1) return place;
    places += 1;
    const file = join(folder, entry.originalSource).replaceAll('\\', '/');
    return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
  return { text: mapped, places };
}

/** Folders of a place have no white space, quotes or brackets. */
const PLACE = /(?:[^\s"'`()<>[\],\\]*\/)?(?<![\w.$-])main\.js:(\d+):(\d+)/g;
