import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createProjectGraphAsync } from '@nx/devkit';

/** What is read of Nx's own modules, which no public one offers; they are those of `nx affected`. */
type Change = { file: string; hash: string; getChanges: () => unknown[] };
type Internals = {
  filterAffected: (graph: unknown, changes: readonly Change[]) => Promise<{ nodes: Record<string, unknown> }>;
  LockFileChange: new (base: string, head: string) => unknown;
  WholeFileChange: new () => unknown;
  HashPlanInspector: new (graph: unknown) => {
    init: () => Promise<void>;
    inspectHashPlan: (projects: readonly string[], targets: readonly string[]) => Record<string, string[]>;
  };
};

/**
 * Reads touches from standard input, `FILE` or `PACKAGE in package-lock.json`; prints of each the affected projects, and the
 * apps of which the zip has it among its inputs: no result in the cache is taken for those.
 */
const nx = createRequire(import.meta.resolve('nx/package.json'));
const { filterAffected }: Pick<Internals, 'filterAffected'> = nx(
  './dist/src/project-graph/affected/affected-project-graph.js',
);
const { LockFileChange, WholeFileChange }: Pick<Internals, 'LockFileChange' | 'WholeFileChange'> = nx(
  './dist/src/project-graph/file-utils.js',
);
const { HashPlanInspector }: Pick<Internals, 'HashPlanInspector'> = nx(
  './dist/src/hasher/hash-plan-inspector.js',
);

const LOCK = 'package-lock.json';
const lock = readFileSync(LOCK, 'utf8');
const graph = await createProjectGraphAsync();
const touches: string[] = JSON.parse(readFileSync(0, 'utf8'));
const answers: { affected: string[]; zips: string[] }[] = [];
const apps = Object.values(graph.nodes).flatMap(({ name, data }) =>
  data.root.startsWith('apps/') ? [name] : [],
);
const inspector = new HashPlanInspector(graph);
await inspector.init();
const plan = inspector.inspectHashPlan(apps, ['zip']);
for (const touch of touches) {
  const [name = '', file = name] = touch.split(' in ');
  const getChanges = () =>
    file === LOCK ? [new LockFileChange(lock, bumped(name))] : [new WholeFileChange()];
  const { nodes } = await filterAffected(graph, [{ file, hash: '', getChanges }]);
  const input = file === LOCK ? 'AllExternalDependencies' : `file:${file}`;
  const zips = apps.filter((app) => plan[`${app}:zip`]?.includes(input));
  answers.push({ affected: Object.keys(nodes), zips });
}
process.stdout.write(`\n${JSON.stringify(answers)}\n`);
process.exit();

/** The lock file with another version of a package. */
function bumped(name: string): string {
  const parsed = JSON.parse(lock);
  const entry = parsed.packages[`node_modules/${name}`];
  entry.version += '-next';
  entry.integrity = '';
  return JSON.stringify(parsed);
}
