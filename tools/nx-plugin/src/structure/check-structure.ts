import { relative } from 'node:path';
import { findingsOf } from './structure.ts';

/**
 * `npm run structure [-- path]`: prints circular imports, large folders, small files and exports that nothing uses,
 * all of them or those below a path. Exits with 1 when there are any.
 */
const root = process.cwd();
const below = relative(root, process.argv[2] ?? '.').replaceAll('\\', '/');
const findings = findingsOf(root).filter(
  ({ path }) => below === '' || path === below || path.startsWith(`${below}/`),
);
for (const { path, line, problem } of findings)
  console.log(`${path}${line === undefined ? '' : `:${line}`} ${problem}`);
console.log(findings.length === 0 ? 'structure: nothing found' : `structure: ${findings.length} found`);
process.exitCode = findings.length === 0 ? 0 : 1;
