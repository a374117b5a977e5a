import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { Duplex, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readOutputLines } from './output-lines.ts';
import { openPeakMemory } from './peak-memory.ts';
import type { ProcessReaper } from './process-reaper.ts';
import { readTelemetryFrames } from './telemetry-frames.ts';

/** How a runtime's process ended. */
export type RuntimeExit = { code: number | null; signal: string | null; outOfMemory: boolean };

/** One process of the official runtime interface client. */
export type RuntimeProcess = {
  /** Leads to the shim that stands in for the client's native part; none when the process could not start. */
  channel: Duplex | undefined;
  /** Resolves when the process has ended and what it wrote is read. */
  exited: Promise<RuntimeExit>;
  /** True once the process used more memory than its function has; it is then killed. */
  checkMemory(): boolean;
  /** The highest reading so far in MB; undefined where the host does not tell. */
  peakMemoryMb(): number | undefined;
  /** Kills the process and everything that it started. */
  kill(): Promise<RuntimeExit>;
};

type RuntimeProcessOptions = {
  memorySizeMb: number;
  taskRoot: string;
  zipFile: string;
  variables: Readonly<Record<string, string>>;
  reaper: ProcessReaper;
  onLine(line: string, time: number): void;
};

const TELEMETRY_FD = 3;
/** Known to `rapid-client-shim.cjs`. */
const CHANNEL_FD = 4;
const MEMORY_POLL_MS = 50;
const OUTPUT_GRACE_MS = 200;
const shim = fileURLToPath(new URL('./rapid-client-shim.cjs', import.meta.url));
const runtimeClient = createRequire(import.meta.url).resolve('aws-lambda-ric');

/** Starts the client with Lambda's own V8 limits: 5 % of the memory for a semi-space, 90 % for the old space. */
export function startRuntimeProcess(options: RuntimeProcessOptions): RuntimeProcess {
  const child = spawn(process.execPath, runtimeArguments(options.memorySizeMb), {
    cwd: options.taskRoot,
    env: {
      ...options.variables,
      _LAMBDA_TELEMETRY_LOG_FD: String(TELEMETRY_FD),
      HANOK_RUNTIME_SDK: sdkPlaces(options).join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  return watchProcess(child, options);
}

/** Files from where AWS's SDK is looked for, when the code does not hold it: the project's is beside its assembly. */
function sdkPlaces({ zipFile }: RuntimeProcessOptions): string[] {
  return [zipFile, join(process.cwd(), 'package.json'), import.meta.filename];
}

function runtimeArguments(memorySizeMb: number): string[] {
  const share = (percent: number) => Math.floor((memorySizeMb * percent) / 100);
  return [
    '--expose-gc',
    '--max-http-header-size=81920',
    `--max-semi-space-size=${share(5)}`,
    `--max-old-space-size=${share(90)}`,
    ...['--require', shim, runtimeClient],
  ];
}

function watchProcess(child: ChildProcess, options: RuntimeProcessOptions): RuntimeProcess {
  const { pid } = child;
  const memory = pid === undefined ? undefined : openPeakMemory(pid);
  let peak: number | undefined;
  let outOfMemory = false;
  let ended = false;

  function checkMemory(): boolean {
    if (ended || pid === undefined) return outOfMemory;
    peak = memory?.read() ?? peak;
    if (peak !== undefined && peak > options.memorySizeMb) outOfMemory = true;
    if (outOfMemory) killGroup(pid);
    return outOfMemory;
  }

  readLines(child, (line) => {
    if (line.includes('JavaScript heap out of memory')) outOfMemory = true; // V8 met its limit before a reading did.
    options.onLine(line, Date.now());
  });
  readRecords(child, options);
  if (pid !== undefined) options.reaper.watch(pid);
  const poll = setInterval(checkMemory, MEMORY_POLL_MS);
  const exited = exit(child, options).then(({ code, signal }) => {
    ended = true;
    clearInterval(poll);
    memory?.close();
    if (pid !== undefined) options.reaper.forget(pid);
    return { code, signal, outOfMemory };
  });
  const kill = () => {
    if (!ended) killGroup(pid);
    return exited;
  };
  const channel = child.stdio[CHANNEL_FD];
  return {
    channel: channel instanceof Duplex ? channel : undefined,
    ...{ exited, checkMemory, peakMemoryMb: () => peak, kill },
  };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const input of [child.stdout, child.stderr]) {
    if (input !== null) readOutputLines(input, onLine);
  }
}

function readRecords(child: ChildProcess, { onLine }: RuntimeProcessOptions): void {
  const channel = child.stdio[TELEMETRY_FD];
  if (channel instanceof Readable) readTelemetryFrames(channel, ({ message, time }) => onLine(message, time));
}

/** What the process started dies with it. A process that left the group may keep the output open: the wait is bounded. */
async function exit(child: ChildProcess, { onLine }: RuntimeProcessOptions) {
  const closed = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', (error) => resolve(onLine(error.message, Date.now())));
  });
  killGroup(child.pid);
  await Promise.race([closed, delay(OUTPUT_GRACE_MS)]);
  return { code: child.exitCode, signal: child.signalCode };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}
