import { FunctionsStoppedError, TooManyRequestsError } from './errors.ts';
import type { ExecutionEnvironment } from './runtime/execution-environment.ts';
import type { RanInvocation } from './invocation-watch.ts';

/** The execution environments of one function. */
export type FunctionPool = {
  /** Rejects with `TooManyRequestsError` over the reserved concurrency, `FunctionsStoppedError` when stopped meanwhile. */
  invoke(requestId: string, payload: string, trace?: string): Promise<RanInvocation>;
  /** Lets running invocations end and keeps nothing warm; what waits still runs. Resolves when no environment is left. */
  retire(): Promise<void>;
  /** Kills the environments that run an invocation; what runs or waits rejects with `FunctionsStoppedError`. */
  interrupt(): Promise<void>;
  /** Invocations that run or wait. */
  underWay(): number;
  /** Kills every environment; resolves when what ran has ended and its last line is written. */
  stop(): Promise<void>;
};

type FunctionPoolOptions = {
  functionName: string;
  reservedConcurrency?: number | undefined;
  /** Environments at a time; more invocations than that wait. */
  maxEnvironments: number;
  /** How long an unused environment is kept. */
  idleMs: number;
  start(): Promise<ExecutionEnvironment>;
};

type Idle = { environment: ExecutionEnvironment; timer: NodeJS.Timeout };

/** Grows by one environment per concurrent execution and reuses the one that was used last. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { functionName, reservedConcurrency = Infinity } = options;
  const live = new Set<ExecutionEnvironment>();
  const idle: Idle[] = [];
  const waiting: (() => void)[] = [];
  let slots = options.maxEnvironments;
  let inFlight = 0;
  /** Counts the interruptions: an invocation from before one does not end well. */
  let age = 0;
  let retired = false;
  let stopped = false;
  const drained = Promise.withResolvers<void>();

  async function start(): Promise<ExecutionEnvironment> {
    const environment = await options.start();
    live.add(environment);
    void environment.ended.then(() => forget(environment));
    if (stopped) await environment.stop();
    return environment;
  }

  function forget(environment: ExecutionEnvironment): void {
    live.delete(environment);
    const index = idle.findIndex((each) => each.environment === environment);
    for (const { timer } of index < 0 ? [] : idle.splice(index, 1)) clearTimeout(timer);
  }

  function keep(environment: ExecutionEnvironment): void {
    if (retired || !live.has(environment)) return void environment.stop();
    const timer = setTimeout(() => void environment.stop(), options.idleMs).unref();
    idle.push({ environment, timer });
  }

  async function takeEnvironment(): Promise<ExecutionEnvironment> {
    const last = idle.pop();
    if (last === undefined) return start();
    clearTimeout(last.timer);
    return last.environment;
  }

  async function takeSlot(): Promise<void> {
    if (slots > 0) slots -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function releaseSlot(): void {
    const next = waiting.shift();
    if (next === undefined) slots += 1;
    else next();
  }

  async function run(begun: number, ...[requestId, payload, trace]: Parameters<FunctionPool['invoke']>) {
    if (stopped || age !== begun) throw new FunctionsStoppedError(`Function ${functionName} was stopped.`);
    const environment = await takeEnvironment();
    const { invocation, durationMs, initMs, reusable } = await environment.invoke(requestId, payload, trace);
    if (stopped || age !== begun)
      throw new FunctionsStoppedError(`Function ${functionName} was stopped during an invocation.`);
    if (reusable) keep(environment);
    return { ...invocation, durationMs, ...(initMs !== undefined && { initMs }) };
  }

  const invoke: FunctionPool['invoke'] = async (...invocation) => {
    if (inFlight >= reservedConcurrency) throw new TooManyRequestsError(functionName);
    inFlight += 1;
    const begun = age;
    await takeSlot();
    try {
      return await run(begun, ...invocation);
    } finally {
      inFlight -= 1;
      releaseSlot();
      checkDrained();
    }
  };

  async function retire(): Promise<void> {
    retired = true;
    for (const { environment } of [...idle]) void environment.stop();
    checkDrained();
    await drained.promise;
    await Promise.all([...live].map(({ ended }) => ended));
  }

  function checkDrained(): void {
    if ((retired || stopped) && inFlight === 0) drained.resolve();
  }

  async function interrupt(): Promise<void> {
    age += 1;
    const kept = new Set(idle.map(({ environment }) => environment));
    const busy = [...live].filter((environment) => !kept.has(environment));
    await Promise.all(busy.map((environment) => environment.stop()));
  }

  async function stop(): Promise<void> {
    stopped = true;
    await Promise.all([...live].map((environment) => environment.stop()));
    // An invocation that was killed says so in its log.
    checkDrained();
    await drained.promise;
  }

  return { invoke, retire, interrupt, stop, underWay: () => inFlight };
}
