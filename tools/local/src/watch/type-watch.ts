import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, checkedApps } from './apps.ts';
import { runTool } from './run-tool.ts';
import type { WatchEvent } from './watch-event.ts';

/** What the compiler remembers of the sources of all apps lies here, from the workspace's root. */
const CACHE = 'node_modules/.cache/hanok/types';
const ALL = 'all';

/** Says which errors of types changes bring, and when they are gone. */
export function createTypeWatch(
  workspace: string,
  apps: readonly App[],
  onEvent: (event: WatchEvent) => void,
) {
  let told: readonly string[] = [];
  /** Apps with errors: a change of any file may take them away. */
  let wrong: readonly App[] = [];

  return async function check(changed: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const files = [...changed].filter((file) => file.endsWith('.ts'));
    if (files.length === 0 && wrong.length === 0) return;
    const checked = [...new Set([...checkedApps(apps, changed), ...wrong])];
    const names = checked.map(({ name }) => name);
    const problems = await checkTypes(workspace, names, files, signal);
    if (signal.aborted) return;
    if (problems.join('\n') !== told.join('\n')) onEvent({ kind: 'types', problems });
    [told, wrong] = [problems, problems.length > 0 ? checked : []];
  };
}

/**
 * Checks the types of apps, of these files and of all that they import, and answers the errors, each with the lines that
 * explain it. What did not change since the last check is not looked at again. An abort ends it, and then the answer is
 * empty. It leaves the processors to others.
 */
async function checkTypes(
  workspace: string,
  apps: readonly string[],
  files: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const name = apps.length === 1 ? (apps[0] ?? ALL) : ALL;
  const sources = [...apps.map((app) => `apps/${app}/src/main.ts`), ...files].filter((file) =>
    existsSync(join(workspace, file)),
  );
  if (sources.length === 0) return [];
  return compile(
    workspace,
    name,
    sources.map((file) => join(workspace, file)),
    signal,
  );
}

async function compile(
  workspace: string,
  name: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const folder = join(workspace, CACHE, name);
  mkdirSync(folder, { recursive: true });
  const [memory, common] = [join(folder, 'memory'), join(workspace, CACHE, ALL, 'memory')];
  // What is known of a file is good for every set of files.
  if (!existsSync(memory) && existsSync(common)) copyFileSync(common, memory);
  const tsconfig = {
    extends: join(workspace, 'tsconfig.base.json'),
    files,
    compilerOptions: {
      typeRoots: [join(workspace, 'node_modules/@types')],
      incremental: true,
      tsBuildInfoFile: memory,
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(workspace, 'node_modules/@typescript/native/bin/tsc');
  const args = [tsc, '-p', folder, '--pretty', 'false', '--checkers', '1'];
  const { code, output } = await runTool(args, { cwd: workspace, signal });
  if (code === 0 || signal.aborted) return [];
  return problemsIn(output);
}

/** What `tsc --pretty false` prints: the lines that explain an error are indented below it. */
function problemsIn(output: string): string[] {
  return output
    .split(/\n(?=\S)/)
    .map((text) => text.trimEnd())
    .filter((text) => text !== '');
}
