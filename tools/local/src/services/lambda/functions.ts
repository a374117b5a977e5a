import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { arnOf } from '../../arn.ts';
import type { LogLine } from '../../log-line.ts';
import { keepZip, zipsIn } from './kept-zips.ts';
import { checkConfig, type DeployedFunction, openFunctionCode, sameFunction } from './deployed-function.ts';
import { FunctionNotFoundError, FunctionsStoppedError } from './errors.ts';
import { startExecutionEnvironment } from './runtime/execution-environment.ts';
import type { FunctionConfig, Invoker } from './function-config.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { type InvocationListener, watched } from './invocation-watch.ts';
import type { EnvironmentTracer } from '../../traces/tracer.ts';
import { removePackages, removePartial, removeUnusedCode } from './unused-packages.ts';
import { type ProcessReaper, startProcessReaper } from './runtime/process-reaper.ts';
import type { FunctionCredentials } from './runtime/runtime-variables.ts';

/** Every function of the stack. */
export type Functions = Invoker & {
  /**
   * Makes a function or brings it up to date. With changed code or configuration, new invocations run in new
   * environments and running ones end in the old. Throws `FunctionConfigError` for what cannot be run as on Lambda.
   */
  create(config: FunctionConfig): Promise<DeployedFunction>;
  /**
   * Gives a function other code, a zip: invocations from now on run it, those that run end on the old code, whose
   * environments then end. The same bytes change nothing. Throws `FunctionNotFoundError`, and `FunctionConfigError` for
   * bytes that are no zip.
   */
  replaceCode(name: string, zip: Uint8Array): Promise<{ deployed: DeployedFunction; changed: boolean }>;
  /** Keeps a zip that lies nowhere else, and answers its path for a configuration. */
  keepZip(zip: Uint8Array): Promise<string>;
  /** Calls the listener after each change of a function's code; answers what ends that. */
  onCode(listener: (deployed: DeployedFunction) => void): () => void;
  /** By name, in alphabetical order. */
  list(): readonly DeployedFunction[];
  get(name: string): DeployedFunction | undefined;
  /** How often a function was invoked since this process started, or was interrupted. */
  invocations(name: string): number;
  /** Ends what runs, without an answer, and refuses what comes until `goOn`: `FunctionsStoppedError`. Idle environments stay. */
  interrupt(): Promise<void>;
  goOn(): void;
  /** Invocations that run or wait, by function. */
  underWay(): ReadonlyMap<string, number>;
  /** Removes unpacked code that no function runs; that of code that is replaced goes by itself when it has run to its end. */
  removeUnused(): Promise<void>;
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

type Entry = { deployed: DeployedFunction; pool: FunctionPool };

const FIVE_MINUTES = 300_000;

/** Runs functions under the official runtime interface client, one process per concurrent execution. */
export function createFunctions(options: FunctionsOptions): Functions {
  const entries = new Map<string, Entry>();
  const invoked = new Map<string, number>();
  /** With the SHA-256 of their code. */
  const retired = new Map<FunctionPool, string>();
  const listeners = new Set<(deployed: DeployedFunction) => void>();
  /** Started with the first environment. */
  let reaper: ProcessReaper | undefined;
  let interrupted = false;
  let stopped = false;
  /** What an earlier stack was given: this one begins with the code of its templates. */
  const earlierZips = zipsIn(options.dir);
  void removePartial(options.dir);

  function createPool({ config, code }: DeployedFunction): FunctionPool {
    const { region, endpoint, caFile } = options;
    const settings = { region, endpoint, caFile, taskRoot: code.directory };
    return createFunctionPool({
      functionName: config.name,
      reservedConcurrency: config.reservedConcurrency,
      maxEnvironments: options.maxEnvironments ?? 10,
      idleMs: options.idleMs ?? FIVE_MINUTES,
      start: async () => {
        await code.unpack();
        const credentials = options.credentialsFor(config);
        const { logs, environments } = options;
        reaper ??= startProcessReaper();
        return startExecutionEnvironment({
          ...{ config, reaper, logs, settings: { ...settings, credentials } },
          ...(environments && { tracer: environments }),
        });
      },
    });
  }

  async function create(config: FunctionConfig): Promise<DeployedFunction> {
    checkConfig(config);
    const code = await openFunctionCode(config, options.dir);
    const old = entries.get(config.name);
    if (old !== undefined && sameFunction(old.deployed, config, code)) return old.deployed;
    if (old !== undefined) retire(old);
    const deployed = { config, code, lastModified: new Date() };
    entries.set(config.name, { deployed, pool: createPool(deployed) });
    return deployed;
  }

  function retire({ pool, deployed }: Entry): void {
    const { sha256 } = deployed.code;
    retired.set(pool, sha256);
    void pool.retire().then(() => {
      retired.delete(pool);
      if (!stopped && !isUsed(sha256)) void removePackages(options.dir, [sha256]);
    });
  }

  const isUsed = (sha256: string) =>
    [...retired.values(), ...list().map(({ code }) => code.sha256)].includes(sha256);

  async function replaceCode(name: string, zip: Uint8Array) {
    entryOf(name);
    const zipFile = await keepZip(zip, options.dir);
    const old = entryOf(name).deployed;
    if (basename(zipFile, '.zip') === old.code.sha256) return { deployed: old, changed: false };
    const deployed = await create({ ...old.config, zipFile });
    for (const listener of listeners) listener(deployed);
    return { deployed, changed: true };
  }

  function entryOf(name: string): Entry {
    const entry = entries.get(name);
    if (entry !== undefined) return entry;
    throw new FunctionNotFoundError(arnOf('lambda', options, `function:${name}`));
  }

  const invoke: Functions['invoke'] = async (functionName, payload, by = {}) => {
    const { requestId = randomUUID(), trigger = { kind: 'invoke' }, trace, ...more } = by;
    if (interrupted)
      throw new FunctionsStoppedError(`Function ${functionName} is not run while the stack is reset.`);
    const { pool } = entryOf(functionName);
    invoked.set(functionName, (invoked.get(functionName) ?? 0) + 1);
    const invocation = { requestId, functionName, trigger, payload, ...more };
    return watched(options.watch ?? {}, invocation, () => pool.invoke(requestId, payload, trace));
  };

  function list(): readonly DeployedFunction[] {
    const functions = [...entries.values()].map(({ deployed }) => deployed);
    return functions.sort((a, b) => (a.config.name < b.config.name ? -1 : 1));
  }

  const pools = () => [...retired.keys(), ...[...entries.values()].map((entry) => entry.pool)];

  async function interrupt(): Promise<void> {
    interrupted = true;
    invoked.clear();
    await Promise.all(pools().map((pool) => pool.interrupt()));
  }

  async function stop(): Promise<void> {
    stopped = true;
    await Promise.all(pools().map((pool) => pool.stop()));
    reaper?.stop();
  }

  const underWay = () => {
    const counts = [...entries].map(([name, { pool }]) => [name, pool.underWay()] as const);
    return new Map(counts.filter(([, count]) => count > 0));
  };

  const onCode: Functions['onCode'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  return {
    ...{ create, replaceCode, onCode, invoke, list, interrupt, underWay, stop },
    removeUnused: () => removeUnusedCode(options.dir, earlierZips.splice(0), isUsed),
    get: (name) => entries.get(name)?.deployed,
    keepZip: (zip) => keepZip(zip, options.dir),
    goOn: () => void (interrupted = false),
    invocations: (name) => invoked.get(name) ?? 0,
  };
}
