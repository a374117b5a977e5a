import { join } from 'node:path';
import { assemblyFolder, buildAssembly, workspaceRoot } from './build-assembly.ts';
import type { BuildStamp } from './build/build-stamp.ts';
import { runStart } from './run-start.ts';

/** `npm start` in this workspace, of which `stamp` knows whether it is built. Answers the exit code; never throws. */
export function start(stamp: BuildStamp): Promise<number> {
  return runStart(process.argv.slice(2), {
    assembly: assemblyFolder,
    folder: join(workspaceRoot, '.hanok'),
    watch: async () => (await import('../watch/open-watch.ts')).openWatch(workspaceRoot, assemblyFolder),
    build: (verbose) => buildAssembly({ verbose, stamp }),
  });
}
