import { posix } from 'node:path';
import { type Finding, isTestFile, type Module } from './module.ts';

const SMALL_LINES = 25;
/** `part.ts` is the one entry of a service of the local stack, however little it has to say. */
const ENTRIES = ['main.ts', 'index.ts', 'part.ts'];
/** A script of Redis has a file of its own, with its keys, arguments and result at the top. */
const LUA_SCRIPT = '.lua.ts';
/** What a generated handler has in its stack: a file each, which its own spec describes. */
const HANDLER_IN_STACK = /^tools\/cloud\/src\/stacks\/[^/]+\/[^/]+-handler\.ts$/;

/**
 * Files of at most 25 lines that exactly one other file imports: one thought in two files. A file that an `index.ts`
 * passes on has users elsewhere and is left alone; specs do not count as importers.
 */
export function smallFiles(modules: readonly Module[]): Finding[] {
  const importers = new Map<string, Module[]>();
  const passedOn = new Set<string>();
  for (const module of modules)
    for (const { path, passedOn: isPassedOn } of isTestFile(module.path) ? [] : module.imports) {
      if (isPassedOn) passedOn.add(path);
      const known = importers.get(path) ?? [];
      if (!known.includes(module)) importers.set(path, [...known, module]);
    }
  return modules
    .filter(({ path, lines }) => lines <= SMALL_LINES && !isTestFile(path) && !passedOn.has(path))
    .filter(({ path }) => !ENTRIES.includes(posix.basename(path)) && !path.endsWith(LUA_SCRIPT))
    .filter(({ path }) => !HANDLER_IN_STACK.test(path))
    .flatMap(({ path, lines }) => {
      const [importer, ...others] = importers.get(path) ?? [];
      if (!importer || others.length > 0) return [];
      return [{ path, problem: `has ${lines} lines and one importer: move it into ${importer.path}` }];
    });
}

const MAX_FILES = 20;

/** Folders that hold more than 20 source files side by side; specs and fixtures are not counted. */
export function largeFolders(modules: readonly Module[]): Finding[] {
  const sources = modules.map(({ path }) => path).filter((path) => !isTestFile(path));
  const folders = Map.groupBy(sources, (path) => posix.dirname(path));
  return [...folders]
    .filter(([, files]) => files.length > MAX_FILES)
    .map(([path, files]) => ({
      path,
      problem: `has ${files.length} source files, the limit is ${MAX_FILES}: group them into folders by concept`,
    }));
}
