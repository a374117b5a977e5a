import { assemblyFolder } from './build-assembly.ts';
import { runStart } from './run-start.ts';

/** `npm start` on the assembly as it is, with its folder as the first argument: `start.fixture.ts FOLDER [options]`. */
const [folder = '', ...args] = process.argv.slice(2);
process.exitCode = await runStart(args, { assembly: assemblyFolder, folder, build: () => Promise.resolve() });
