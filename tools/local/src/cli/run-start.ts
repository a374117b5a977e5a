import { join } from 'node:path';
import { readFaultPlan } from '../faults/read-fault-plan.ts';
import type { StackOptions } from '../stack/start-stack.ts';
import { announceStack, writeOutputs } from './announce-stack.ts';
import { ensureRedis } from './ensure-redis.ts';
import { holdNotices } from './hold-notices.ts';
import { interrupted } from './interrupted.ts';
import { printLine } from './print-line.ts';
import { readStartOptions, type StartOptions, USAGE, UsageError } from './start-options.ts';

/** Where `npm start` finds and leaves what it works on. */
export type StartPlace = {
  /** Folder of the cloud assembly. */
  assembly: string;
  /** Folder for `state` and `outputs.json`. */
  folder: string;
  /** Brings the assembly up to date. */
  build(): Promise<void>;
};

/**
 * `npm start`: runs the stack until it is interrupted or an engine ends. Never throws; what went wrong is one line on
 * stderr. Answers the exit code: 0 when interrupted, 1 for a failure, 2 for a command line that it does not know.
 */
export async function runStart(args: readonly string[], place: StartPlace): Promise<number> {
  try {
    const options = readStartOptions(args);
    if (options.help) console.log(USAGE);
    else await runStack(options, place);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

/** An engine ended while the stack ran. */
class EngineDiedError extends Error {
  override readonly name = 'EngineDiedError';
}

/** The stack's own modules are loaded while the build runs. */
async function runStack(options: StartOptions, place: StartPlace): Promise<void> {
  await ensureRedis(console.log);
  const [{ startStack }] = await Promise.all([import('../stack/start-stack.ts'), place.build()]);
  const interrupt = interrupted();
  const notices = holdNotices(console.error);
  const begun = performance.now();
  const stack = await startStack(stackOptions(options, place, notices.add));
  const ms = Math.round(performance.now() - begun);
  announceStack(stack, { ms, outputsFile: writeOutputs(stack, place.folder) });
  const death = await Promise.race([stack.died, interrupt]);
  await stack.stop();
  notices.drop();
  if (death !== undefined) throw new EngineDiedError(`${death}: the stack stops`);
}

function stackOptions(
  options: StartOptions,
  { assembly, folder }: StartPlace,
  onNotice: (text: string) => void,
): StackOptions {
  return {
    assembly,
    port: options.port,
    ...(!options.ephemeral && { stateDir: join(folder, 'state') }),
    reset: options.reset,
    ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
    ...(process.env.AWS_REGION && { region: process.env.AWS_REGION }),
    ...(options.parameters && { parameters: options.parameters }),
    ...(options.chaos !== undefined && { faults: readFaultPlan(options.chaos) }),
    onLine: printLine,
    onNotice,
  };
}
