import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** What an exported file needs: files of its package, and other packages, built-in modules of Node left out. */
type Reach = { files: ReadonlySet<string>; packages: ReadonlySet<string> };

/**
 * All that files of a package lead to by imports, themselves included, as paths from the package's folder: modules,
 * their source maps and declarations. Throws for an import of a file that is not there.
 */
export function reachOf(folder: string, entries: readonly string[]): Reach {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string, from: string) => {
    if (files.has(path)) return;
    const place = posix.join(folder, path);
    if (!existsSync(place)) throw new Error(`${folder}: ${from} leads to ${path}, which is not there`);
    files.add(path);
    if (path.endsWith('.js') && existsSync(`${place}.map`)) files.add(`${path}.map`);
    if (!/\.(js|d\.ts)$/.test(path)) return;
    for (const name of importsOf(readFileSync(place, 'utf8'))) {
      if (name.startsWith('.')) visit(fileOf(posix.join(posix.dirname(path), name), path), path);
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  };
  for (const entry of entries) visit(posix.normalize(entry), 'package.json');
  return { files, packages };
}

/** `import`, `export … from`, `import()` with a text, and `import('…')` in types. */
function importsOf(text: string): string[] {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, false);
  const types = typeReferenceDirectives.map(({ fileName }) =>
    fileName === 'node' ? '@types/node' : fileName,
  );
  return [...importedFiles.map(({ fileName }) => fileName), ...types];
}

/** A declaration names the source, as `./a.ts`, or what is made of it, as `./a.js`; both mean `a.d.ts`. */
function fileOf(path: string, importer: string): string {
  return importer.endsWith('.d.ts') ? path.replace(/(?<!\.d)\.(ts|js)$/, '.d.ts') : path;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
