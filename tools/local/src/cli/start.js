import module from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import './check-node.js';

// In JavaScript, so that what follows is loaded as it was compiled for the last start: Node would strip the types of a
// program in TypeScript again, and of all that it imports before the cache is there.
if (process.exitCode === undefined) {
  const workspace = join(import.meta.dirname, '../../../..');
  module.enableCompileCache(join(workspace, 'node_modules/.cache/node'));
  const { buildStamp } = await import('./build/build-stamp.ts');
  const stamp = buildStamp(workspace);
  // The bundle of this program is one of the outputs; when it is stale, the sources run and the build makes it anew.
  const program = stamp.isBuilt() ? join(workspace, 'dist/tools/local/start/start.js') : './start.ts';
  const { start } = await import(program);
  process.exitCode = await start(stamp);
}
