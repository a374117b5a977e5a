import type { ExecutorContext } from '@nx/devkit';
import { type EsBuildExecutorOptions, esbuildExecutor } from '@nx/esbuild/executors';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { bundleOptions } from './bundle-options.ts';
import { finishBundle } from './finish-bundle.ts';
import { LONG_NAMES } from './shorten-names.ts';

type Options = { external: readonly string[] };

/**
 * Runs Nx's esbuild executor for each app; all share one process, so that Nx and esbuild load once. Tells the size of
 * each bundle as soon as it is there.
 */
const { one, batch } = batchExecutor<Options>((jobs, _workspace, context) =>
  Promise.all(
    jobs.map(async (job) => {
      const outcome = await bundle(job, context);
      printed([outcome]);
      return outcome;
    }),
  ),
);
export { batch, one as default };

async function bundle(job: Job<Options>, context: ExecutorContext): Promise<Outcome> {
  try {
    const options = optionsOf(job);
    const target = { executor: '@nx/esbuild:esbuild', options };
    const outcomes = esbuildExecutor(options, { ...context, projectName: job.name, target });
    for await (const { success } of outcomes) if (!success) return { success, terminalOutput: '' };
    const bytes = await finishBundle(context.root, options.outputPath);
    return {
      success: true,
      terminalOutput: `${options.outputPath}/main.js: ${(bytes / 1024).toFixed(1)} KB`,
    };
  } catch (error) {
    return { success: false, terminalOutput: String(error) };
  }
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
