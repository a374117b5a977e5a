import { runExplain } from './run-explain.ts';

process.exitCode = await runExplain(process.argv.slice(2));
