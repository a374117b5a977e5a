import { setTimeout as delay } from 'node:timers/promises';
import type { AuditEntry, RouteOptions } from '../gateway/route-request.ts';
import type { OpenPart } from './part.ts';

/** One call of an AWS API at the gateway, as it was answered. */
export type RecordedCall = {
  /** When it came, in milliseconds since the epoch of real time. */
  time: number;
  /** Such as `dynamodb`. */
  service: string;
  /** Such as `PutItem`; `unknown` for what is no operation of the service. */
  operation: string;
  /** Name of the function that called, or `external` for a client outside of the stack. */
  caller: string;
  /** HTTP status; undefined when the connection was broken off. */
  status: number | undefined;
  /** How long the answer took, in milliseconds of real time. */
  ms: number;
};

/** What is in flight did not come to an end in time. */
class StillBusyError extends Error {
  override readonly name = 'StillBusyError';
  /** What was still in flight, a line each. */
  readonly inFlight: readonly string[];

  constructor(ms: number, inFlight: readonly string[]) {
    super(`The stack is not idle after ${ms} ms. Still in flight: ${inFlight.join('; ')}`);
    this.inFlight = inFlight;
  }
}

/** The stack was given a server, whose data may be that of others. */
class ResetRefusedError extends Error {
  override readonly name = 'ResetRefusedError';

  constructor(foreign: string) {
    super(`reset() does not empty the server at ${foreign}: start the stack without it`);
  }
}

/** What tests ask of a running stack. */
type TestControls = {
  reset(): Promise<void>;
  idle(options?: { timeoutMs?: number }): Promise<void>;
  calls(): readonly RecordedCall[];
};

/** The latest calls are kept, so many of them. */
const MOST_CALLS = 10_000;
const IDLE_MS = 10_000;
/** Between two looks; nothing may have begun from the one to the other. */
const LOOK_EVERY_MS = 5;

/** Records what goes through the gateway, and knows which calls of functions are not answered. */
export function createCallRecord(around: RouteOptions['around']) {
  const calls: RecordedCall[] = [];
  const open = new Map<symbol, string>();
  let begun = 0;

  const watched: RouteOptions['around'] = async (request, service, run) => {
    if (waitsForMessages(request.operation)) {
      const answer = await (around ? around(request, service, run) : run());
      // What took them has yet to hear of them.
      if (answer !== 'reset' && String(answer.body).includes('ReceiptHandle')) begun += 1;
      return answer;
    }
    const key = Symbol(request.operation);
    open.set(key, `${service.name}:${request.operation} of ${nameOf(request.caller)}`);
    begun += 1;
    try {
      return await (around ? around(request, service, run) : run());
    } finally {
      open.delete(key);
    }
  };

  return {
    around: watched,
    observe: (entry: AuditEntry) => {
      calls.push(recorded(entry));
      // Not at each call: that moves all of them.
      if (calls.length > 2 * MOST_CALLS) calls.splice(0, calls.length - MOST_CALLS);
    },
    all: (): readonly RecordedCall[] => calls.slice(-MOST_CALLS),
    clear: () => void calls.splice(0),
    /** Calls that are not answered yet. */
    open: (): string[] => [...open.values()],
    /** Grows with each call that begins, and each receive that is answered with messages. */
    begun: () => begun,
  };
}

/** A receive, which may wait long for nothing. */
const waitsForMessages = (operation: string) => operation === 'ReceiveMessage';

function recorded({ time, service, operation = 'unknown', caller, status, ms }: AuditEntry): RecordedCall {
  return { time, service, operation, caller: nameOf(caller), status, ms };
}

function nameOf(caller: AuditEntry['caller']): string {
  return caller.kind === 'external' ? 'external' : caller.functionName;
}

/**
 * The controls over open parts. `visible` answers the messages of mapped queues that can be received now, `foreign` what
 * the stack was given and does not empty.
 */
export function createTestControls(
  parts: readonly Pick<OpenPart, 'reset' | 'inFlight'>[],
  record: ReturnType<typeof createCallRecord>,
  { visible, foreign }: { visible(): Promise<string[]>; foreign: string | undefined },
): TestControls {
  async function reset(): Promise<void> {
    if (foreign !== undefined) throw new ResetRefusedError(foreign);
    const goOn: (() => void)[] = [];
    for (const part of parts.toReversed()) {
      const next = await part.reset?.();
      if (next !== undefined) goOn.unshift(next);
    }
    for (const next of goOn) next();
    record.clear();
  }

  async function inFlight(): Promise<string[]> {
    return [...record.open(), ...parts.flatMap((part) => part.inFlight?.() ?? []), ...(await visible())];
  }

  async function idle({ timeoutMs = IDLE_MS } = {}): Promise<void> {
    const until = performance.now() + timeoutMs;
    for (let [quiet, seen] = [0, -1]; ;) {
      const found = await inFlight();
      const begun = record.begun();
      quiet = found.length === 0 && begun === seen ? quiet + 1 : 0;
      seen = begun;
      if (quiet === 2) return;
      if (found.length > 0 && performance.now() > until) throw new StillBusyError(timeoutMs, found);
      await delay(LOOK_EVERY_MS);
    }
  }

  return { reset, idle, calls: record.all };
}
