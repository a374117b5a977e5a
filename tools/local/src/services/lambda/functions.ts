import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { arnOf } from '../../arn.ts';
import type { LogLine } from '../../log-line.ts';
import { openCode, type CodePackage } from './code-package.ts';
import { FunctionConfigError, FunctionNotFoundError } from './errors.ts';
import { startExecutionEnvironment } from './runtime/execution-environment.ts';
import type { FunctionConfig, Invoker } from './function-config.ts';
import { emptyCounters, type FunctionCounters } from './function-counters.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { type InvocationListener, watched } from './invocation-watch.ts';
import type { EnvironmentTracer } from '../../traces/tracer.ts';
import { startProcessReaper } from './runtime/process-reaper.ts';
import { refuseReservedVariables, type FunctionCredentials } from './runtime/runtime-variables.ts';

/** A function as it stands: its configuration and the code that it runs. */
export type DeployedFunction = { config: FunctionConfig; code: CodePackage; lastModified: Date };

/** Every function of the stack. */
export type Functions = Invoker & {
  /**
   * Makes a function or brings it up to date. With changed code or configuration, new invocations run in new
   * environments and running ones end in the old. Throws `FunctionConfigError` for what cannot be run as on Lambda.
   */
  create(config: FunctionConfig): Promise<DeployedFunction>;
  /** By name, in alphabetical order. */
  list(): readonly DeployedFunction[];
  get(name: string): DeployedFunction | undefined;
  /** Counters since this process started. */
  metrics(name: string): FunctionCounters | undefined;
  /** Kills every environment; running invocations reject with `FunctionsStoppedError`. */
  stop(): Promise<void>;
};

export type FunctionsOptions = {
  /** Folder for unpacked code. */
  dir: string;
  region: string;
  accountId: string;
  /** URL of the gateway. */
  endpoint: string;
  /** Keys for one more environment of a function. */
  credentialsFor(config: FunctionConfig): FunctionCredentials;
  /** Told which environment, by its keys, runs which invocation. */
  environments?: EnvironmentTracer;
  /** Root certificates in PEM that functions trust beside the usual ones. */
  caFile?: string;
  logs: { append(line: LogLine): void };
  /** Told of every invocation. */
  watch?: InvocationListener;
  /** Processes per function, 10 by default; further invocations wait. */
  maxEnvironments?: number;
  /** How long an unused process is kept, 5 minutes by default. */
  idleMs?: number;
};

type Entry = { deployed: DeployedFunction; pool: FunctionPool; counters: FunctionCounters };

const FIVE_MINUTES = 300_000;

/** Runs functions under the official runtime interface client, one process per concurrent execution. */
export function createFunctions(options: FunctionsOptions): Functions {
  const entries = new Map<string, Entry>();
  const retired: FunctionPool[] = [];
  const reaper = startProcessReaper();

  function createPool({ config, code }: DeployedFunction, counters: FunctionCounters): FunctionPool {
    const { region, endpoint, caFile } = options;
    const settings = { region, endpoint, caFile, taskRoot: code.directory };
    return createFunctionPool({
      functionName: config.name,
      reservedConcurrency: config.reservedConcurrency,
      maxEnvironments: options.maxEnvironments ?? 10,
      idleMs: options.idleMs ?? FIVE_MINUTES,
      counters,
      start: async () => {
        await code.unpack();
        const credentials = options.credentialsFor(config);
        const { logs, environments } = options;
        return startExecutionEnvironment({
          ...{ config, reaper, logs, settings: { ...settings, credentials } },
          ...(environments && { tracer: environments }),
        });
      },
    });
  }

  async function create(config: FunctionConfig): Promise<DeployedFunction> {
    checkConfig(config);
    const code = await open(config, options.dir);
    const old = entries.get(config.name);
    if (old !== undefined && sameFunction(old.deployed, config, code)) return old.deployed;
    if (old !== undefined) retired.push(old.pool);
    old?.pool.retire();
    const deployed = { config, code, lastModified: new Date() };
    const counters = old?.counters ?? emptyCounters();
    entries.set(config.name, { deployed, pool: createPool(deployed, counters), counters });
    return deployed;
  }

  const invoke: Functions['invoke'] = async (functionName, payload, by = {}) => {
    const { requestId = randomUUID(), trigger = { kind: 'invoke' }, ...more } = by;
    const entry = entries.get(functionName);
    if (entry === undefined)
      throw new FunctionNotFoundError(arnOf('lambda', options, `function:${functionName}`));
    const invoked = { requestId, functionName, trigger, payload, ...more };
    return watched(options.watch ?? {}, invoked, () => entry.pool.invoke(requestId, payload));
  };

  function list(): readonly DeployedFunction[] {
    const functions = [...entries.values()].map((entry) => entry.deployed);
    return functions.sort((a, b) => (a.config.name < b.config.name ? -1 : 1));
  }

  async function stop(): Promise<void> {
    const pools = [...retired, ...[...entries.values()].map((entry) => entry.pool)];
    await Promise.all(pools.map((pool) => pool.stop()));
    reaper.stop();
  }

  const get = (name: string) => entries.get(name)?.deployed;
  return { create, invoke, list, get, metrics: (name) => entries.get(name)?.counters, stop };
}

function sameFunction(
  { config, code }: DeployedFunction,
  newConfig: FunctionConfig,
  newCode: CodePackage,
): boolean {
  return code.sha256 === newCode.sha256 && isDeepStrictEqual(config, newConfig);
}

async function open(config: FunctionConfig, dir: string): Promise<CodePackage> {
  try {
    return await openCode(config.zipFile, dir);
  } catch (cause) {
    throw new FunctionConfigError(
      config.name,
      `its zip ${config.zipFile} cannot be unpacked: ${String(cause)}`,
      { cause },
    );
  }
}

function checkConfig(config: FunctionConfig): void {
  const refuse = (reason: string): never => {
    throw new FunctionConfigError(config.name, reason);
  };
  const runtime = `nodejs${process.versions.node.split('.')[0]}.x`;
  if (config.runtime !== runtime) refuse(`runtime is ${config.runtime}; this stack runs ${runtime}.`);
  if (!isWithin(config.memorySizeMb, 128, 10_240)) refuse('memorySizeMb must be 128 to 10240.');
  if (!isWithin(config.timeoutSeconds, 1, 900)) refuse('timeoutSeconds must be 1 to 900.');
  refuseReservedVariables(config);
}

function isWithin(value: number, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}
