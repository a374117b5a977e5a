import { globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { runTool, toolFailure } from '../check/run-tool.ts';
import { errorsByProject } from '../check/typecheck.ts';

/** Compiles libraries for users outside of the workspace into their folders `dist`, with one run of the compiler. */
const { one, batch } = batchExecutor(async (jobs, workspace) => printed(await compile(jobs, workspace)));
export { batch, one as default };

/** Its output replaces `dist` of each project that has no error. */
export async function compile(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const projects = jobs.map(({ project }) => project);
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'dist/compile-'));
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(compileTsconfig(projects)));
    const options = ['-p', folder, '--pretty', 'false', '--checkers', '1'];
    const run = await runTool(workspace, 'node_modules/@typescript/native/bin/tsc', options, { GOGC: '400' });
    const errors = errorsByProject(run.stdout, projects);
    if (run.status !== 0 && errors.every((text) => text === ''))
      return jobs.map(() => toolFailure('tsc', run));
    for (const [index, project] of projects.entries())
      if (errors[index] === '')
        moveOutput(join(folder, 'out', project, 'src'), join(workspace, project, 'dist'));
    return errors.map((text) => ({ success: text === '', terminalOutput: text }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Source maps name their source as it lies beside the folder `dist`; its text is in them. */
function moveOutput(from: string, to: string): void {
  for (const file of globSync('**/*.js.map', { cwd: from })) {
    const source = `${'../'.repeat(file.split(/[/\\]/).length)}src/${file.replace(/\.js\.map$/, '.ts')}`;
    const map: object = JSON.parse(readFileSync(join(from, file), 'utf8'));
    writeFileSync(join(from, file), JSON.stringify({ ...map, sources: [source] }));
  }
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}

/** Stands in a folder of `dist`. What it makes the compiler write lies in its folder `out`, as in the workspace. */
function compileTsconfig(projects: readonly string[]): object {
  return {
    extends: '../../tsconfig.base.json',
    include: projects.map((project) => `../../${project}/src/**/*`),
    exclude: ['../../**/*.spec.ts', '../../**/*.fixture.ts'],
    compilerOptions: {
      noEmit: false,
      declaration: true,
      sourceMap: true,
      // The sources are not packed.
      inlineSources: true,
      rootDir: '../..',
      outDir: 'out',
    },
  };
}
