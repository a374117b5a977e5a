import { assemblyFolder } from './build-assembly.ts';
import { runStart } from './run-start.ts';

/**
 * `npm start` without a build, with its folder as the first argument: `start.fixture.ts FOLDER [options]`. On the
 * assembly in the variable ASSEMBLY, else on the one that is there.
 */
const [folder = '', ...args] = process.argv.slice(2);
const assembly = process.env['ASSEMBLY'] ?? assemblyFolder;
process.exitCode = await runStart(args, { assembly, folder, build: () => Promise.resolve() });
