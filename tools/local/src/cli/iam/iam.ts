import { join } from 'node:path';
import { workspaceRoot } from '../build-assembly.ts';
import { runIam } from './run-iam.ts';

process.exitCode = await runIam(process.argv.slice(2), join(workspaceRoot, '.hanok/state'));
