import { posix } from 'node:path';
import { type Finding, isTestFile, type Module } from './module.ts';

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
