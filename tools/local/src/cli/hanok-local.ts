import { needsRedis } from '../template/needs-redis.ts';
import { loadStacks } from '../template/load.ts';
import { watchAssembly } from '../watch/watch-assembly.ts';
import { exitCodeOf } from './exit-code.ts';
import { LOCAL_USAGE, readLocalOptions } from './local-options.ts';
import { UsageError } from './read-arguments.ts';
import { runStack } from './run-stack.ts';
import { lines, print } from './terminal.ts';

let folder = '.hanok';

/** The program `hanok-local`: runs the stacks of any cloud assembly until it is interrupted. */
async function runLocal(args: readonly string[]): Promise<void> {
  const options = readLocalOptions(args, process.env);
  if (options.help) return print(lines(LOCAL_USAGE));
  const { assembly, only, speed } = options;
  folder = options.folder;
  const all = loadStacks(assembly);
  const unknown = only?.find((wanted) => all.every(({ name }) => name !== wanted));
  if (unknown !== undefined)
    throw new UsageError(`--only: no stack ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`);
  const stacks = all.filter(({ name }) => only?.includes(name) ?? true);
  await runStack(options, {
    ...{ assembly, speed, folder },
    ...(only && { only }),
    needsRedis: () => stacks.some(needsRedis),
    build: () => Promise.resolve(),
    watch: async () => watchAssembly(assembly),
  });
}

process.exitCode = await exitCodeOf(
  () => runLocal(process.argv.slice(2)),
  () => folder,
);
