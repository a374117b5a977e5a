import { assemblyFolder } from './build-assembly.ts';

/**
 * `npm start` without a build, with its folder as the first argument: `start.fixture.ts FOLDER [options]`. On the
 * assembly in the variable ASSEMBLY, else on the one that is there, of which the variable ONLY names the stacks to run.
 * The variable RUN_START names another file than the source that it runs.
 */
const [folder = '', ...args] = process.argv.slice(2);
const { ASSEMBLY: assembly = assemblyFolder, ONLY: only, RUN_START = './run-start.ts' } = process.env;
const { runStart }: typeof import('./run-start.ts') = await import(RUN_START);
process.exitCode = await runStart(args, {
  assembly,
  ...(only && { only: only.split(',') }),
  folder,
  build: () => Promise.resolve(),
});
