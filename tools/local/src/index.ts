export { assemblyFolder, buildAssembly, workspaceRoot } from './cli/build-assembly.ts';
export { ensureRedis } from './cli/ensure-redis.ts';
export { startExecutionEnvironment } from './services/lambda/execution-environment.ts';
export { startProcessReaper } from './services/lambda/process-reaper.ts';
export { type Stack, type StackOptions, startStack } from './stack/start-stack.ts';
