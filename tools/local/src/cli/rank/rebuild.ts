import { join } from 'node:path';
import { workspaceRoot } from '../build-assembly.ts';
import { runRank } from './run-rank.ts';

process.exitCode = await runRank(
  'rebuild',
  process.argv.slice(2),
  join(workspaceRoot, '.hanok/outputs.json'),
);
