import { assemblyFolder } from './build-assembly.ts';
import { runStart } from './run-start.ts';

/**
 * `npm start` without a build, with its folder as the first argument: `start.fixture.ts FOLDER [options]`. On the
 * assembly in the variable ASSEMBLY, else on the one that is there, of which the variable ONLY names the stacks to run.
 */
const [folder = '', ...args] = process.argv.slice(2);
const { ASSEMBLY: assembly = assemblyFolder, ONLY: only } = process.env;
process.exitCode = await runStart(args, {
  assembly,
  ...(only && { only: only.split(',') }),
  folder,
  build: () => Promise.resolve(),
});
