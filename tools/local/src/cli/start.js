import module from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import './check-node.js';

// In JavaScript, so that what follows is loaded as it was compiled for the last start: Node would strip the types of a
// program in TypeScript again, and of all that it imports before the cache is there.
if (process.exitCode === undefined) {
  module.enableCompileCache(join(import.meta.dirname, '../../../../node_modules/.cache/node'));
  await import('./start.ts');
}
