import { relative } from 'node:path';
import { circles } from './circles.ts';
import type { Finding } from './module.ts';
import { severalVersions } from './package-versions.ts';
import { readWorkspace } from './read-workspace.ts';
import { largeFolders, smallFiles } from './sizes.ts';
import { unusedExports } from './unused-exports.ts';

/** Everything that the structure check finds below `root`, in the order of its rules. */
export function findingsOf(root: string): Finding[] {
  const workspace = readWorkspace(root);
  const { modules } = workspace;
  return [
    ...circles(modules),
    ...largeFolders(modules),
    ...smallFiles(modules),
    ...unusedExports(workspace),
    ...severalVersions(root),
  ];
}

/**
 * `npm run structure [-- path]`: prints circular imports, large folders, small files, exports that nothing uses,
 * and packages in two versions: all of them or those below a path. Exits with 1 when there are any.
 */
function main(root: string, path: string): void {
  const below = relative(root, path).replaceAll('\\', '/');
  const findings = findingsOf(root).filter((each) => `${each.path}/`.startsWith(below && `${below}/`));
  for (const { path, line, problem } of findings)
    console.log(`${path}${line === undefined ? '' : `:${line}`} ${problem}`);
  console.log(findings.length === 0 ? 'structure: nothing found' : `structure: ${findings.length} found`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

if (import.meta.main) main(process.cwd(), process.argv[2] ?? '.');
