import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** What the compiler remembers of the sources of all apps lies here, from the workspace's root. */
const CACHE = 'node_modules/.cache/hanok/types';
const ALL = 'all';

/** An error of the compiler, with the lines that explain it. `file` is from the workspace's root. */
export type TypeProblem = { file: string; text: string };

/**
 * Checks the types of apps, of these files and of all that they import. What did not change since the last check is not
 * looked at again. An abort ends it, and then the answer is empty.
 */
export async function checkTypes(
  workspace: string,
  apps: readonly string[],
  files: readonly string[],
  signal: AbortSignal,
): Promise<TypeProblem[]> {
  const name = apps.length === 1 ? (apps[0] ?? ALL) : ALL;
  const sources = [...apps.map((app) => `apps/${app}/src/main.ts`), ...files].filter((file) =>
    existsSync(join(workspace, file)),
  );
  if (sources.length === 0) return [];
  return compile(workspace, name, { files: sources.map((file) => join(workspace, file)) }, signal);
}

/** Reads all apps once, so that the first check that somebody waits for is as short as the others. */
export async function warmTypes(workspace: string, signal: AbortSignal): Promise<void> {
  await compile(workspace, ALL, { include: [join(workspace, 'apps/*/src/main.ts')] }, signal, true);
}

async function compile(
  workspace: string,
  name: string,
  sources: { files: string[] } | { include: string[] },
  signal: AbortSignal,
  background = false,
): Promise<TypeProblem[]> {
  const folder = join(workspace, CACHE, name);
  mkdirSync(folder, { recursive: true });
  const [memory, common] = [join(folder, 'memory'), join(workspace, CACHE, ALL, 'memory')];
  // What is known of a file is good for every set of files.
  if (!existsSync(memory) && existsSync(common)) copyFileSync(common, memory);
  const tsconfig = {
    extends: join(workspace, 'tsconfig.base.json'),
    ...sources,
    compilerOptions: {
      typeRoots: [join(workspace, 'node_modules/@types')],
      incremental: true,
      tsBuildInfoFile: memory,
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = join(workspace, 'node_modules/@typescript/native/bin/tsc');
  const args = [tsc, '-p', folder, '--pretty', 'false', '--checkers', '1'];
  const { code, output } = await runTool(args, { cwd: workspace, signal, background });
  if (code === 0 || signal.aborted) return [];
  return problemsIn(output);
}

/** What `tsc --pretty false` prints: the lines that explain an error are indented below it. */
function problemsIn(output: string): TypeProblem[] {
  return output
    .split(/\n(?=\S)/)
    .map((text) => text.trimEnd())
    .filter((text) => text !== '')
    .map((text) => ({ file: /^(.+?)\(\d+,\d+\): /.exec(text)?.[1] ?? '', text }));
}
