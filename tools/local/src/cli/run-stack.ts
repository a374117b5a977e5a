import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readFaultPlan } from '../faults/fault-plan.ts';
import type { LogLine } from '../log-line.ts';
import type { Watch } from '../watch/open-watch.ts';
import type { Stack, StackOptions } from '../stack/start-stack.ts';
import { beginWatch } from './begin-watch.ts';
import { announceStack, writeOutputs } from './announce-stack.ts';
import { ensureRedis } from './ensure-program.ts';
import { interrupted } from './interrupted.ts';
import { readableLine } from './readable-line.ts';
import type { StartOptions } from './start-options.ts';
import { paint, print, printError, printSoon, text } from './terminal.ts';

/** Where a command that runs the stack finds and leaves what it works on. */
export type StackPlace = {
  /** Folder of the cloud assembly. */
  assembly: string;
  /** As of `startStack`. */
  only?: readonly string[];
  /** How much faster than real time the stack's clock runs; 1 by default. */
  speed?: number;
  /** Whether a template has a Redis, which must be installed. */
  needsRedis(): boolean;
  /** Folder of compiled code for the next start; one for all programs by default. */
  compileCache?: string;
  /** Folder for `state` and `outputs.json`. */
  folder: string;
  /** Brings the assembly up to date; `verbose` shows all that is printed. */
  build(verbose: boolean): Promise<void>;
  /** Begins to watch the sources; without it nothing is watched. */
  watch?(): Promise<Watch>;
};

/** An engine ended while the stack ran. */
class EngineDiedError extends Error {
  override readonly name = 'EngineDiedError';
}

/** Runs the stack until it is interrupted. Its own modules are loaded while the build runs. Throws when an engine ends. */
export async function runStack(options: StartOptions, place: StackPlace): Promise<void> {
  // What the stack and its engines write, passwords and keys among it, is for this user alone.
  process.umask(0o077);
  if (place.needsRedis()) await ensureRedis(print);
  // The next start does not strip and compile hundreds of modules again, nor do its threads, which read the variable.
  const compileCache = place.compileCache ?? join(tmpdir(), 'node-compile-cache');
  enableCompileCache(compileCache);
  process.env.NODE_COMPILE_CACHE ??= compileCache;
  const [{ startStack }, watch] = await Promise.all([
    import('../stack/start-stack.ts'),
    // What changes while the build runs is not lost.
    options.watch ? place.watch?.() : undefined,
    place.build(options.verbose),
  ]);
  const interrupt = interrupted();
  const notices = holdNotices(printError);
  const begun = performance.now();
  const starting = startStack(stackOptions(options, place, notices.add));
  const stack = await Promise.race([starting, interrupt]);
  if (stack === undefined) return abandonStart(starting);
  const ms = Math.round(performance.now() - begun);
  announceStack(stack, { ms, outputsFile: writeOutputs(stack, place.folder) });
  let death: string | undefined;
  try {
    if (watch !== undefined) beginWatch(watch, stack);
    setTimeout(returnMemory, RETURN_MEMORY_MS).unref();
    death = await Promise.race([stack.died, uncaughtError(), interrupt]);
  } finally {
    await watch?.close();
    await stack.stop();
    notices.drop();
  }
  if (death !== undefined) throw new EngineDiedError(`${death}: the stack stops`);
}

/** Long enough for the first page and the first requests not to wait for it. */
const RETURN_MEMORY_MS = 3_000;

/** Collects all garbage and gives its pages back: V8 keeps what a start leaves behind for as long as nothing follows. */
export function returnMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' });
}

/** How long a stack that is interrupted while it starts may take to stop by itself. */
const ABANDON_MS = 2_000;

/** Ends the process: its engines and functions end with it. */
async function abandonStart(starting: Promise<Stack>): Promise<never> {
  const stopped = starting.then((stack) => stack.stop()).catch(() => undefined);
  await Promise.race([stopped, delay(ABANDON_MS)]);
  process.exit(0);
}

/** Rejects with an error that was not caught, such as that of a write to a full disk. */
function uncaughtError(): Promise<never> {
  return new Promise((_, reject) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, reject);
  });
}

function stackOptions(
  options: StartOptions,
  { assembly, only, speed, folder }: StackPlace,
  onNotice: (text: string) => void,
): StackOptions {
  return {
    assembly,
    ...(only && { only }),
    ...(speed !== undefined && { clockSpeed: speed }),
    port: options.port,
    ...(!options.ephemeral && { stateDir: join(folder, 'state') }),
    reset: options.reset,
    ...(process.env.REDIS_URL && { redisUrl: process.env.REDIS_URL }),
    ...(process.env.AWS_REGION && { region: process.env.AWS_REGION }),
    ...(options.dynamodbEndpoint && { dynamodbEndpoint: options.dynamodbEndpoint }),
    ...(options.parameters && { parameters: options.parameters }),
    ...(options.chaos !== undefined && { faults: readFaultPlan(options.chaos) }),
    onLine: printLine,
    onNotice,
  };
}

/**
 * Prints one event of a log as one line, `time function request text`; the request by the start of its id. Before what
 * a function wrote stands a bar, so that none of it reads as a line of the platform. Lines come fast: they are gathered.
 */
function printLine(line: LogLine): void {
  printSoon(() => lineOf(line));
}

function lineOf({ functionName, requestId = '', time, line, isPlatform = false }: LogLine) {
  const clock = paint('dim', new Date(time).toISOString().slice(11, 23));
  const request = paint('dim', requestId.slice(0, 8).padEnd(8));
  const { text: said, style } = readableLine(line, isPlatform);
  const shown = style ? paint(style, said) : said;
  return text`${clock} ${functionName.padEnd(17)} ${request} ${isPlatform ? '' : '| '}${shown}`;
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
