import { FunctionsStoppedError, TooManyRequestsError } from './errors.ts';
import type { Invocation, Invoker, Trigger } from './function-config.ts';

/** An invocation that begins; one that is throttled begins and ends at once. */
type InvocationStart = {
  /** The request id that the function sees; retries of an asynchronous event have the same one. */
  requestId: string;
  functionName: string;
  trigger: Trigger;
  /** The event, as JSON text. */
  payload: string;
  /** Milliseconds since the epoch, of real time. */
  time: number;
  /** Of records of a stream, the age of the last one on the stack's clock. */
  iteratorAgeMs?: number;
};

/** An invocation that ended. `stopped`: the stack stopped before it ended. */
export type InvocationEnd = InvocationStart & {
  outcome: 'succeeded' | 'failed' | 'throttled' | 'stopped';
  /** From its begin to its end, a wait for an environment and a cold start included. */
  ms: number;
  /** As the REPORT line says it; undefined when the function did not run. */
  durationMs?: number;
  /** Of a cold start, its initialization. */
  initMs?: number;
  /** The function's answer or error object as JSON text, when it ran. */
  answer?: string;
};

/** Told of every invocation of every function. It must not throw. */
export type InvocationListener = {
  started?(start: InvocationStart): void;
  ended?(end: InvocationEnd): void;
};

/** An invocation with the figures of its REPORT line. */
export type RanInvocation = Invocation & { durationMs: number; initMs?: number };

/** Tells all listeners; they may come later than the functions do. */
export type InvocationWatch = Required<InvocationListener> & { add(listener: InvocationListener): void };

export function createInvocationWatch(): InvocationWatch {
  const listeners: InvocationListener[] = [];
  return {
    add: (listener) => void listeners.push(listener),
    started: (start) => listeners.forEach((listener) => listener.started?.(start)),
    ended: (end) => listeners.forEach((listener) => listener.ended?.(end)),
  };
}

/** Runs an invocation and tells of its begin and its end. */
export async function watched(
  watch: InvocationListener,
  invoked: Omit<InvocationStart, 'time'>,
  run: () => Promise<RanInvocation>,
): Promise<RanInvocation> {
  const start = { ...invoked, time: Date.now() };
  const startedAt = performance.now();
  const tell = (end: Pick<InvocationEnd, 'outcome' | 'durationMs' | 'initMs' | 'answer'>) =>
    watch.ended?.({ ...start, ...end, ms: performance.now() - startedAt });
  watch.started?.(start);
  try {
    const ran = await run();
    const { durationMs, initMs, payload: answer, error } = ran;
    const cold = initMs === undefined ? {} : { initMs };
    tell({ outcome: error === undefined ? 'succeeded' : 'failed', durationMs, ...cold, answer });
    return ran;
  } catch (error) {
    if (error instanceof TooManyRequestsError) tell({ outcome: 'throttled' });
    else tell({ outcome: error instanceof FunctionsStoppedError ? 'stopped' : 'failed' });
    throw error;
  }
}

const NOTING_TRIGGERS: readonly Trigger['kind'][] = ['async', 'sqs', 'stream', 'state-machine'];

/**
 * Stores what a function logged before its event is noted as done: a stack that is killed has the lines or runs it again.
 * Who waits for an answer instead notes nothing.
 */
export function storesLog(logs: { flush(): void }): InvocationListener {
  return {
    ended: ({ trigger }) => {
      if (NOTING_TRIGGERS.includes(trigger.kind)) logs.flush();
    },
  };
}

/** The same invoker, whose invocations say what makes the function run. */
export function triggeredBy(invoker: Invoker, trigger: Trigger): Invoker {
  return {
    invoke: (functionName, payload, by) => invoker.invoke(functionName, payload, { trigger, ...by }),
  };
}
