import { join } from 'node:path';
import { workspaceRoot } from '../build-assembly.ts';
import { runTrace } from './run-trace.ts';

process.exitCode = await runTrace(process.argv.slice(2), join(workspaceRoot, '.hanok/outputs.json'));
