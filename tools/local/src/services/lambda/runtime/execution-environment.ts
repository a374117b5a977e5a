import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setImmediate as loopTurn } from 'node:timers/promises';
import type { LogLine } from '../../../log-line.ts';
import { createEnvironmentLog, type EnvironmentLog } from './environment-log.ts';
import type { FunctionConfig, Invocation } from '../function-config.ts';
import {
  answered,
  initFailed,
  processEnded,
  ranOutOfTime,
  type InvocationEnding,
} from './invocation-ending.ts';
import { continuedTrace } from '../../../gateway/trace-header.ts';
import { raceWith } from '../../../race-with.ts';
import { newRoot } from '../../../traces/current-span.ts';
import type { EnvironmentTracer } from '../../../traces/tracer.ts';
import type { ProcessReaper } from './process-reaper.ts';
import { endLine, reportLine, startLine } from './report-lines.ts';
import { startRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { startRuntimeProcess, type RuntimeProcess } from './runtime-process.ts';
import { runtimeVariables, type RuntimeSettings } from './runtime-variables.ts';

/** A process that runs one function, one invocation at a time. */
export type ExecutionEnvironment = {
  /** Runs one invocation, which goes on with `trace`; never rejects: what goes wrong is the invocation's outcome. */
  invoke(requestId: string, payload: string, trace?: string): Promise<EnvironmentOutcome>;
  /** Resolves when the process has ended. */
  ended: Promise<unknown>;
  /** Kills the process; a running invocation ends with `Runtime.ExitError`. */
  stop(): Promise<void>;
};

/** `reusable`: the environment waits for its next invocation. */
type EnvironmentOutcome = {
  invocation: Invocation;
  durationMs: number;
  /** Only of an invocation that started its environment. */
  initMs: number | undefined;
  reusable: boolean;
};

type EnvironmentOptions = {
  config: FunctionConfig;
  settings: Omit<RuntimeSettings, 'runtimeApi' | 'runtimeDirectory' | 'logStream'>;
  reaper: ProcessReaper;
  logs: { append(line: LogLine): void };
  tracer?: EnvironmentTracer;
};

type Parts = {
  config: FunctionConfig;
  api: RuntimeApi;
  runtime: RuntimeProcess;
  /** How an invocation ends: as `work` says, or by the end of the process when that comes first. */
  unlessExited(requestId: string, work: Promise<InvocationEnding>): Promise<InvocationEnding>;
  log: EnvironmentLog;
  /** Begins an invocation; answers the id of its trace. */
  trace: { begin(requestId: string): string; end(): void };
};
type Timing = { startedAt: number; initMs?: number };
type Handed = Parameters<ExecutionEnvironment['invoke']>;

const INIT_LIMIT_MS = 10_000;
const runtimeDirectory = dirname(createRequire(import.meta.url).resolve('aws-lambda-ric'));

/** Starts an environment; its initialization runs from here on. */
export async function startExecutionEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const parts = await startParts(options);
  const { runtime, api } = parts;
  const startedAt = performance.now();
  const ready = api.initialized.then(() => performance.now() - startedAt);
  let warm = false;

  async function invoke(...invocation: Handed): Promise<EnvironmentOutcome> {
    const [requestId] = invocation;
    if (warm) return runInvocation(parts, invocation, {});
    warm = true;
    const failure = await initFailure(parts, requestId);
    if (failure === undefined) return runInvocation(parts, invocation, { initMs: await ready });
    begin(parts, requestId);
    return end(parts, requestId, failure, { startedAt });
  }

  return { invoke, ended: runtime.exited, stop: async () => void (await runtime.kill()) };
}

async function startParts({ config, settings, reaper, logs, tracer }: EnvironmentOptions): Promise<Parts> {
  const log = createEnvironmentLog(config, logs);
  const api = await startRuntimeApi();
  const place = { runtimeDirectory, runtimeApi: api.address, logStream: log.stream };
  const runtime = startRuntimeProcess({
    memorySizeMb: config.memorySizeMb,
    taskRoot: settings.taskRoot,
    zipFile: config.zipFile,
    variables: { ...runtimeVariables(config, { ...settings, ...place }), HANOK_RUNTIME_TOKEN: api.token },
    reaper,
    onLine: log.write,
  });
  void runtime.exited.then(api.close);
  api.attach(runtime.channel);
  const { accessKeyId } = settings.credentials;
  const trace = {
    begin: (requestId: string) => tracer?.begin(accessKeyId, requestId) ?? newTraceId(),
    end: () => tracer?.end(accessKeyId),
  };
  return { config, api, runtime, unlessExited: unlessExited(runtime), log, trace };
}

function unlessExited({ exited }: RuntimeProcess): Parts['unlessExited'] {
  const race = raceWith(exited);
  return async (requestId, work) => {
    const first = await race(work);
    return 'outOfMemory' in first ? processEnded(requestId, first) : first;
  };
}

/**
 * Waits for the initialization. Beyond 10 seconds it may take as long as the function's timeout; unlike on Lambda, it
 * is not begun anew for that.
 */
async function initFailure(
  { api, runtime, config }: Parts,
  requestId: string,
): Promise<InvocationEnding | undefined> {
  const limit = startTimeLimit(INIT_LIMIT_MS + config.timeoutSeconds * 1000);
  const failure = await Promise.race([
    api.initialized.then((error) => error && initFailed(error)),
    runtime.exited.then((exit) => processEnded(requestId, exit)),
    limit.reached.then(() => ranOutOfTime(requestId, config)),
  ]);
  limit.cancel();
  return failure;
}

async function runInvocation(parts: Parts, invocation: Handed, timing: { initMs?: number }) {
  const [requestId] = invocation;
  begin(parts, requestId);
  const startedAt = performance.now();
  const ending = await raceInvocation(parts, invocation);
  return end(parts, requestId, ending, { startedAt, ...timing });
}

async function raceInvocation(parts: Parts, [requestId, payload, trace]: Handed): Promise<InvocationEnding> {
  const { api, runtime, config, unlessExited } = parts;
  const traceId = continuedTrace(parts.trace.begin(requestId), trace);
  const limitMs = config.timeoutSeconds * 1000;
  const limit = startTimeLimit(limitMs);
  const answer = api
    .run({ requestId, payload, functionArn: config.arn, traceId, deadline: Date.now() + limitMs })
    .then(answered);
  const late = limit.reached.then(() => ranOutOfTime(requestId, config));
  const ending = await unlessExited(requestId, Promise.race([answer, late]));
  limit.cancel();
  if (!runtime.checkMemory() || ending.status === 'timeout') return ending;
  return processEnded(requestId, await runtime.exited); // Lambda would not have let it come to an answer.
}

function begin({ log }: Parts, requestId: string): void {
  log.during(requestId);
  log.say(startLine(requestId));
}

async function end(parts: Parts, requestId: string, ending: InvocationEnding, timing: Timing) {
  const { runtime, log, config } = parts;
  const durationMs =
    ending.status === 'timeout' ? config.timeoutSeconds * 1000 : performance.now() - timing.startedAt;
  if (!ending.reusable) await runtime.kill();
  await loopTurn(); // What the runtime logged before it answered is in the pipes, and read within this turn.
  if (ending.line !== undefined) log.say(ending.line);
  log.say(endLine(requestId));
  const memory = { memorySizeMb: config.memorySizeMb, maxMemoryUsedMb: runtime.peakMemoryMb() };
  log.say(reportLine({ requestId, durationMs, ...memory, initMs: timing.initMs, status: ending.status }));
  log.during(undefined);
  const invocation = invocationOf(requestId, ending, log);
  return { invocation, durationMs, initMs: timing.initMs, reusable: ending.reusable };
}

function invocationOf(
  requestId: string,
  { payload, failed }: InvocationEnding,
  log: EnvironmentLog,
): Invocation {
  const logTail = log.takeTail();
  return failed ? { requestId, payload, error: 'Unhandled', logTail } : { requestId, payload, logTail };
}

function newTraceId(): string {
  return `Root=${newRoot()};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}

/** A limit in real time, which begins to run at once. */
function startTimeLimit(ms: number): { reached: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  return { reached: promise, cancel: () => clearTimeout(timer) };
}
