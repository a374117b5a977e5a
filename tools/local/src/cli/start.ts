import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inertLines } from '../resources/inert-lines.ts';
import { startStack, type Stack } from '../stack/start-stack.ts';
import { assemblyFolder, buildAssembly, workspaceRoot } from './build-assembly.ts';
import { ensureRedis } from './ensure-redis.ts';
import { printLine } from './print-line.ts';
import { readStartOptions, type StartOptions, USAGE, UsageError } from './start-options.ts';

const hanokFolder = join(workspaceRoot, '.hanok');

async function main(args: readonly string[]): Promise<void> {
  const options = readStartOptions(args);
  if (options.help) return console.log(USAGE);
  await ensureRedis(console.log);
  await buildAssembly();
  const stack = await start(options);
  const end = await Promise.race([stack.died, interrupted()]);
  await stack.stop();
  if (end === undefined) return;
  console.error(end);
  process.exitCode = 1;
}

async function start(options: StartOptions): Promise<Stack> {
  const stateDir = join(hanokFolder, 'state');
  if (options.reset) rmSync(stateDir, { recursive: true, force: true });
  const begun = performance.now();
  const stack = await startStack({
    assembly: assemblyFolder,
    port: options.port,
    ...(!options.ephemeral && { stateDir }),
    ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
    ...(process.env.AWS_REGION && { region: process.env.AWS_REGION }),
    onLine: printLine,
    onNotice: (text) => console.error(text),
  });
  announce(stack, Math.round(performance.now() - begun));
  return stack;
}

function announce(stack: Stack, ms: number): void {
  const outputsFile = join(hanokFolder, 'outputs.json');
  mkdirSync(hanokFolder, { recursive: true });
  writeFileSync(outputsFile, `${JSON.stringify(stack.outputs, undefined, 2)}\n`);
  for (const [name, outputs] of Object.entries(stack.outputs)) {
    console.log(`\n${name}`);
    for (const [id, value] of Object.entries(outputs)) console.log(`  ${id.padEnd(30)} ${value}`);
  }
  console.log('\nNot acted out on a laptop:');
  for (const line of inertLines(stack.inert)) console.log(`  ${line}`);
  console.log(`\nReady after ${ms} ms: ${stack.url} (outputs in .hanok/outputs.json, Ctrl-C stops)\n`);
}

/** Resolves at the first Ctrl-C or kill; a second one ends the process at once. */
function interrupted(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve(undefined);
        process.once(signal, () => process.exit(130));
      });
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
