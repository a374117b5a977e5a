import { join } from 'node:path';
import { readFaultPlan } from '../faults/fault-plan.ts';
import type { LogLine } from '../log-line.ts';
import type { StackOptions } from '../stack/start-stack.ts';
import { announceStack, writeOutputs } from './announce-stack.ts';
import { ensureRedis } from './ensure-redis.ts';
import { interrupted } from './interrupted.ts';
import { paint } from './paint.ts';
import { readableLine } from './readable-line.ts';
import { readStartOptions, type StartOptions, USAGE, UsageError } from './start-options.ts';

/** Where `npm start` finds and leaves what it works on. */
type StartPlace = {
  /** Folder of the cloud assembly. */
  assembly: string;
  /** As of `startStack`. */
  only?: readonly string[];
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
  { assembly, only, folder }: StartPlace,
  onNotice: (text: string) => void,
): StackOptions {
  return {
    assembly,
    ...(only && { only }),
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

/** Prints one line of a function's log as `time function request text`; the request by the start of its id. */
function printLine({ functionName, requestId = '', time, line }: LogLine): void {
  const clock = new Date(time).toISOString().slice(11, 23);
  const request = requestId.slice(0, 8).padEnd(8);
  const { text, style } = readableLine(line);
  const shown = style ? paint(style, text) : text;
  console.log(`${paint('dim', clock)} ${functionName.padEnd(17)} ${paint('dim', request)} ${shown}`);
}

/** Long enough for the end of an engine to be noticed. */
const HELD_MS = 300;

/** Says each notice a moment late, so that of an engine's end only the end is told and not what it led to. */
export function holdNotices(say: (text: string) => void): { add(text: string): void; drop(): void } {
  const held = new Set<NodeJS.Timeout>();
  const add = (text: string) => {
    const timer = setTimeout(() => {
      held.delete(timer);
      say(text);
    }, HELD_MS);
    held.add(timer);
  };
  const drop = () => {
    for (const timer of held) clearTimeout(timer);
  };
  return { add, drop };
}
