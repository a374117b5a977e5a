import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { batch } from './bundle-executor.ts';

const { log } = console;
const printed: unknown[] = [];
let workspace = '';
beforeEach(() => {
  console.log = (line: unknown) => printed.push(line);
  workspace = mkdtempSync(join(tmpdir(), 'bundle-'));
  writeFileSync(join(workspace, 'tsconfig.base.json'), '{}');
});
afterEach(() => {
  console.log = log;
  printed.length = 0;
  rmSync(workspace, { recursive: true });
});

/** Bundles apps of one file each; answers the outcomes by app. */
function bundle(apps: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(apps)) {
    mkdirSync(join(workspace, 'apps', name, 'src'), { recursive: true });
    writeFileSync(join(workspace, 'apps', name, 'src/main.ts'), text);
  }
  const names = Object.keys(apps);
  const byName = <T>(of: (name: string) => T) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const tasks = byName((name) => ({ id: name, target: { project: name, target: 'build' } }));
  const projects = byName((name) => ({ root: `apps/${name}` }));
  const nodes = byName((name) => ({ name, type: 'app', data: { root: `apps/${name}` } }));
  // What the executors read of them.
  const graph = { tasks } as unknown as TaskGraph;
  const context = {
    root: workspace,
    projectsConfigurations: { projects },
    projectGraph: { nodes, dependencies: {}, externalNodes: {} },
  } as unknown as ExecutorContext;
  return batch(
    graph,
    byName(() => ({ external: [] })),
    {},
    context,
  );
}

it('writes the other apps when one does not build, and says of that one why', async () => {
  const outcomes = await bundle({
    good: 'export const handler = () => 1;',
    bad: `import { nothing } from './missing.ts';\nexport const handler = nothing;`,
  });
  expect(outcomes).toEqual({
    good: { success: true, terminalOutput: 'dist/apps/good/main.js: 0.5 KB' },
    bad: { success: false, terminalOutput: expect.stringContaining('Could not resolve "./missing.ts"') },
  });
  expect(printed.toSorted()).toEqual(
    Object.values(outcomes)
      .map(({ terminalOutput }) => terminalOutput)
      .toSorted(),
  );
  expect(readFileSync(join(workspace, 'dist/apps/good/main.js'), 'utf8')).toContain('handler');
  expect(existsSync(join(workspace, 'dist/apps/bad/main.js'))).toBe(false);
});
