import { posix } from 'node:path';
import type { Export, Finding, Module } from './module.ts';
import type { Workspace } from './read-workspace.ts';

/**
 * Exported names that no other file uses. What a package exports is public: a name there is used when another project
 * imports it, when the package's README names it, when it is a type or an error that the declaration or the comment of
 * a used name mentions, or when it is the type of a used schema (`Ride` of `ride`).
 */
export function unusedExports({ modules, named, entries }: Workspace): Finding[] {
  const uses = usesOf(modules);
  const byPath = new Map(modules.map((module) => [module.path, module]));
  return modules
    .filter(({ path }) => posix.basename(path) !== 'main.ts' && !named.has(path))
    .flatMap((module) => {
      const { path, exports } = module;
      const used = uses.get(path) ?? new Set<string>();
      if (used.has(ALL)) return [];
      const readme = entries.get(path);
      const isUsed =
        readme === undefined ? (name: string) => used.has(name) : publicNames(module, used, readme, byPath);
      return exports
        .filter(({ name }) => !isUsed(name))
        .map(({ name, line }) => ({
          path,
          line,
          problem: `exports ${name}, which ${readme === undefined ? 'no other file uses' : 'no other project and no README uses'}`,
        }));
    });
}

const ALL = '*';

/** The names that other files import, by file. */
function usesOf(modules: readonly Module[]): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { imports } of modules)
    for (const { path, names } of imports) {
      const used = uses.get(path) ?? new Set<string>();
      uses.set(path, used);
      for (const name of names === 'all' ? [ALL] : names) used.add(name);
    }
  return uses;
}

/** Follows what used names mention until nothing new is found. */
function publicNames(
  { exports }: Module,
  used: ReadonlySet<string>,
  readme: string,
  modules: ReadonlyMap<string, Module>,
): (name: string) => boolean {
  const words = new Set(readme.match(/\w+/g));
  const declared = new Map(exports.map((each) => [each.name, declarationOf(each, modules)]));
  const found = new Set<string>();
  const queue = exports.map(({ name }) => name).filter((name) => used.has(name) || words.has(name));
  for (const name of queue) {
    if (found.has(name)) continue;
    found.add(name);
    for (const mention of declared.get(name)?.mentions ?? [])
      if (['type', 'class'].includes(declared.get(mention)?.kind ?? 'value')) queue.push(mention);
  }
  return (name) => found.has(name) || found.has(`${name.charAt(0).toLowerCase()}${name.slice(1)}`);
}

/** The declaration behind any number of re-exports. */
function declarationOf(exported: Export, modules: ReadonlyMap<string, Module>): Export {
  const { from } = exported;
  const next = from && modules.get(from.path)?.exports.find(({ name }) => name === from.name);
  return next ? declarationOf(next, modules) : exported;
}
