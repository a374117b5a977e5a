import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { type EsBuildExecutorOptions, esbuildExecutor } from '@nx/esbuild/executors';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { bundleOptions } from './bundle-options.ts';

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
    const file = `${options.outputPath}/main.js`;
    const size = (statSync(join(context.root, file)).size / 1024).toFixed(1);
    return { success: true, terminalOutput: `${file}: ${size} KB` };
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
    minify: true,
    metafile: true,
    sourcemap: 'external',
    skipTypeCheck: true,
    esbuildOptions: { ...bundleOptions, logLevel: 'silent', outExtension: { '.js': '.js' } },
  };
}
