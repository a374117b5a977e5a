import type { ExecutorContext } from '@nx/devkit';
import { type EsBuildExecutorOptions, esbuildExecutor } from '@nx/esbuild/executors';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { bundleOptions } from './bundle-options.ts';
import { bundleTogether } from './bundle-together.ts';
import { finishBundle } from './finish-bundle.ts';
import { LONG_NAMES } from './shorten-names.ts';

type Options = { external: readonly string[] };

/**
 * Bundles apps; all share one process, so that Nx and esbuild load once, and several one run of esbuild. One app alone is
 * bundled by Nx's executor, and so is each of several of which one does not build. Tells the size of each bundle as soon
 * as it is there.
 */
const { one, batch } = batchExecutor<Options>(async (jobs, workspace, context) => {
  const groups = [...Map.groupBy(jobs, ({ options }) => options.external.join()).values()];
  const outcomes = new Map<string, Outcome>();
  for (const group of groups) {
    const isWritten = await isBundledTogether(workspace, group);
    await Promise.all(
      group.map(async (job) => {
        const outcome = await bundle(job, context, isWritten);
        printed([outcome]);
        outcomes.set(job.name, outcome);
      }),
    );
  }
  return jobs.map(({ name }) => outcomes.get(name) ?? { success: false, terminalOutput: '' });
});
export { batch, one as default };

/** Whether the apps of a group, all with the same packages outside, are written by one run; what fails is found one by one. */
async function isBundledTogether(workspace: string, group: readonly Job<Options>[]): Promise<boolean> {
  const [first] = group;
  if (first === undefined || group.length === 1) return false;
  const projects = group.map(({ project }) => project);
  return bundleTogether(workspace, projects, first.options.external).then(
    () => true,
    () => false,
  );
}

async function bundle(job: Job<Options>, context: ExecutorContext, isWritten: boolean): Promise<Outcome> {
  const options = optionsOf(job);
  try {
    if (!isWritten && !(await writeAlone(job, options, context)))
      return { success: false, terminalOutput: '' };
    const bytes = await finishBundle(context.root, options.outputPath);
    return {
      success: true,
      terminalOutput: `${options.outputPath}/main.js: ${(bytes / 1024).toFixed(1)} KB`,
    };
  } catch (error) {
    return { success: false, terminalOutput: String(error) };
  }
}

async function writeAlone(
  { name }: Job<Options>,
  options: EsBuildExecutorOptions,
  context: ExecutorContext,
): Promise<boolean> {
  const target = { executor: '@nx/esbuild:esbuild', options };
  const outcomes = esbuildExecutor(options, { ...context, projectName: name, target });
  for await (const { success } of outcomes) if (!success) return false;
  return true;
}

/** One minified CommonJS file, `main.js`; beside it its source map and `meta.json`, which says what is in it. */
function optionsOf({ project, options }: Job<Options>): EsBuildExecutorOptions {
  return {
    main: `${project}/src/main.ts`,
    outputPath: `dist/${project}`,
    outputFileName: 'main.js',
    deleteOutputPath: true,
    tsConfig: 'tsconfig.base.json',
    assets: [],
    platform: 'node',
    target: 'node24',
    format: ['cjs'],
    bundle: true,
    thirdParty: true,
    external: [...options.external],
    minify: false,
    metafile: true,
    sourcemap: 'external',
    skipTypeCheck: true,
    esbuildOptions: { ...bundleOptions, ...LONG_NAMES, logLevel: 'silent', outExtension: { '.js': '.js' } },
  };
}
