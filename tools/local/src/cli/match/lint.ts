import { runLint } from './run-lint.ts';

process.exitCode = await runLint(process.argv.slice(2));
