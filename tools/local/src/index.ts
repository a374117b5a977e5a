export { assemblyFolder, buildAssembly, workspaceRoot } from './cli/build-assembly.ts';
export { ensureRedis } from './cli/ensure-program.ts';
export { printError } from './cli/terminal.ts';
export { startExecutionEnvironment } from './services/lambda/runtime/execution-environment.ts';
export { startProcessReaper } from './services/lambda/runtime/process-reaper.ts';
export { type Stack, startStack } from './stack/start-stack.ts';
export { openWatch } from './watch/open-watch.ts';
export type { WatchEvent } from './watch/watch-event.ts';
