import { join } from 'node:path';
import { workspaceRoot } from '../build-assembly.ts';
import { runChat } from './run-chat.ts';

process.exitCode = await runChat(process.argv.slice(2), join(workspaceRoot, '.hanok/outputs.json'));
