import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Module } from './module.ts';
import { namedFiles, parseModule, type Resolve } from './parse-module.ts';

/** The TypeScript files of a workspace, and which of them are a package's public entries. */
export type Workspace = {
  modules: readonly Module[];
  /** Files that no import but a string means: workers, child processes, executors, migrations and plugins of Nx. */
  named: ReadonlySet<string>;
  /** Text of the package's README by the path of each file that its `package.json` exports. */
  entries: ReadonlyMap<string, string>;
};

type Package = { folder: string; name: string; exports: Record<string, string>; readme: string };

/** Reads all of `apps`, `libs`, `tools` and `docs` below `root`. */
export function readWorkspace(root: string): Workspace {
  const packages = globSync('{libs,tools}/*/package.json', { cwd: root }).map((file) =>
    readPackage(root, posix.dirname(file)),
  );
  const paths = globSync('{apps,libs,tools,docs}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  }).map((path) => path.replaceAll('\\', '/'));
  const resolve = resolver(new Set(paths), packages);
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const modules = paths.toSorted().map((path) => parseModule(path, read(path), resolve));
  const configurations = globSync('{nx.json,{libs,tools}/*/{executors,migrations}.json}', { cwd: root });
  const named = configurations.flatMap((path) => namedFiles(path, read(path), resolve));
  return {
    modules,
    named: new Set([...named, ...modules.flatMap((module) => module.namedFiles)]),
    entries: new Map(
      packages.flatMap(({ folder, exports, readme }) =>
        Object.values(exports).map((path) => [posix.join(folder, path), readme] as const),
      ),
    ),
  };
}

function readPackage(root: string, folder: string): Package {
  const { name, exports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const readme = join(root, folder, 'README.md');
  const sources = Object.entries<string | Record<string, string>>(exports).map(
    ([subpath, target]) => [subpath, typeof target === 'string' ? target : target['@hanok/source']] as const,
  );
  return {
    folder,
    name,
    exports: Object.fromEntries(sources.filter((each): each is [string, string] => each[1] !== undefined)),
    readme: existsSync(readme) ? readFileSync(readme, 'utf8') : '',
  };
}

function resolver(paths: ReadonlySet<string>, packages: readonly Package[]): Resolve {
  const targets = new Map(
    packages.flatMap(({ folder, name, exports }) =>
      Object.entries(exports).map(([subpath, path]) => [posix.join(name, subpath), posix.join(folder, path)]),
    ),
  );
  const existing = (...parts: string[]) => [posix.join(...parts)].find((path) => paths.has(path));
  return {
    import: (specifier, importer) =>
      specifier.startsWith('.') ? existing(posix.dirname(importer), specifier) : targets.get(specifier),
    name: (text, holder) => existing(posix.dirname(holder), text) ?? existing(text),
  };
}
