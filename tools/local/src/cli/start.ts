import { join } from 'node:path';
import { assemblyFolder, buildAssembly, workspaceRoot } from './build-assembly.ts';
import { runStart } from './run-start.ts';

process.exitCode = await runStart(process.argv.slice(2), {
  assembly: assemblyFolder,
  folder: join(workspaceRoot, '.hanok'),
  watch: async () => (await import('../watch/open-watch.ts')).openWatch(workspaceRoot, assemblyFolder),
  build: (verbose) => buildAssembly({ verbose }),
});
