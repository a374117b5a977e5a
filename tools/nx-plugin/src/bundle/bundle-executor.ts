import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { bundleOptions } from './bundle-options.ts';

type Options = { external: readonly string[] };

const { one, batch } = batchExecutor<Options>(async (jobs, workspace) => {
  for (const { project } of jobs) rmSync(join(workspace, 'dist', project), { recursive: true, force: true });
  const groups = Map.groupBy(jobs, ({ options }) => options.external.join());
  const failed = await Promise.all([...groups.values()].map((group) => bundle(group, workspace)));
  const failures = new Map(failed.flat());
  return printed(
    jobs.map(({ project }): Outcome => {
      const failure = failures.get(project);
      return { success: failure === undefined, terminalOutput: failure ?? '' };
    }),
  );
});
export { batch, one as default };

/**
 * One minified CommonJS file of each app, `main.js`, with its source map beside it. What apps share is parsed once.
 * Answers the apps that failed, each with the reason.
 */
async function bundle(jobs: readonly Job<Options>[], workspace: string): Promise<[string, string][]> {
  const projects = jobs.map(({ project }) => project);
  try {
    await build({
      ...bundleOptions,
      absWorkingDir: workspace,
      entryPoints: projects.map((project) => ({ in: `${project}/src/main.ts`, out: `${project}/main` })),
      outdir: 'dist',
      tsconfig: join(workspace, 'tsconfig.base.json'),
      bundle: true,
      external: [...(jobs[0]?.options.external ?? [])],
      format: 'cjs',
      platform: 'node',
      target: 'node24',
      minify: true,
      sourcemap: 'external',
      logLevel: 'silent',
    });
    return [];
  } catch (error) {
    // One app that does not build keeps esbuild from writing any: each is tried alone.
    if (jobs.length === 1) return projects.map((project) => [project, String(error)]);
    return (await Promise.all(jobs.map((job) => bundle([job], workspace)))).flat();
  }
}
