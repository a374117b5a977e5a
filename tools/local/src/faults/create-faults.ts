import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../gateway/api-error.ts';
import type { RouteOptions } from '../gateway/route-request.ts';
import type { Caller, Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts';
import { seededRandom } from '../services/sqs/engine/shuffle.ts';
import { failed, throttled } from '../gateway/refusals.ts';
import { createOvertaking, type Overtaking } from './create-overtaking.ts';
import { type Fault, isLimit, isOfOneCall } from './fault-plan.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { createPartitionLimits } from './partition-limit.ts';
import { concerns, type FaultyCall, pickFault } from './pick-fault.ts';

/** A fault that struck, and the call that it struck. */
export type InjectedFault = FaultyCall & { kind: Fault['kind'] };

/**
 * Injects at the gateway the faults that are on. Each caller's calls of an operation draw from a sequence of their own, so
 * the same seed gives the same faults whatever else goes on. Throws `FaultPlanError` for a fault that is on and names an
 * operation that none of the services has: it could never strike.
 */
export function createFaults(
  faults: FaultSwitches,
  services: readonly Pick<Service, 'name' | 'operations'>[],
  onFault: (fault: InjectedFault) => void = () => undefined,
  now: () => number = Date.now,
): NonNullable<RouteOptions['around']> {
  faults.reach(services);
  const limits = createPartitionLimits(now);
  const draw = seededDraws(faults.seed);
  const seen = new WeakMap<Fault, number>();
  const overtaking = createOvertaking();
  const pick = (call: FaultyCall) => {
    const on = faults.on();
    for (const fault of on.filter(isOfOneCall)) {
      if (!concerns(fault, call)) continue;
      const count = (seen.get(fault) ?? 0) + 1;
      seen.set(fault, count);
      if (count !== fault.nth) continue;
      const drawn = draw({ ...call, caller: `${call.caller} nth` });
      const exact = pickFault([fault], call, drawn, faults.isSpent);
      if (exact !== undefined) return exact;
    }
    const shared = on.filter((fault) => !isOfOneCall(fault) && !isLimit(fault));
    return shared.some((fault) => concerns(fault, call))
      ? pickFault(shared, call, draw(call), faults.isSpent)
      : undefined;
  };
  const overLimit = async (call: FaultyCall, request: ServiceRequest, service: Service) => {
    for (const fault of faults.on().filter(isLimit)) {
      if (!concerns(fault, call) || faults.isSpent(fault)) continue;
      if (draw({ ...call, caller: `${call.caller} limit` }) >= fault.rate) continue;
      const places = await limits.exceeded(fault, request, service);
      if (places !== undefined) return { fault, places };
    }
    return undefined;
  };
  return async (request, service, run) => {
    const call = { service: service.name, operation: request.operation, caller: nameOf(request.caller) };
    const over = await overLimit(call, request, service);
    if (over !== undefined) {
      faults.struck(over.fault, call);
      onFault({ ...call, kind: over.fault.kind });
      const answer = service.exhausted?.(request, over.places);
      if (answer === undefined) throw throttled(service);
      return answer;
    }
    const fault = pick(call);
    const passing = async () => {
      const answer = await run();
      overtaking.passed(request.url.pathname);
      return answer;
    };
    if (fault === undefined) return passing();
    faults.struck(fault, call);
    onFault({ ...call, kind: fault.kind });
    return strike(fault, {
      ...{ request, service, run: passing, overtaking },
      draw: () => draw({ ...call, caller: `${call.caller} item` }),
    });
  };
}

const ENDED = { service: 'execute-api', operation: '$disconnect', caller: 'external' };

/** How often `$disconnect` runs for each connection that ends, as the faults that are on say: once, never, or twice. */
export function disconnectFaults(
  faults: FaultSwitches,
  onFault: (kind: Fault['kind']) => void = () => undefined,
): () => number {
  const draw = seededDraws(faults.seed);
  return () => {
    const fault = pickFault(faults.on(), ENDED, draw(ENDED), faults.isSpent);
    if (fault === undefined) return 1;
    faults.struck(fault, ENDED);
    onFault(fault.kind);
    return fault.kind === 'dropDisconnect' ? 0 : 2;
  };
}

type Struck = {
  request: ServiceRequest;
  service: Service;
  run: () => Promise<ServiceResponse>;
  draw: () => number;
  overtaking: Overtaking;
};

async function strike(
  fault: Fault,
  { request, service, run, draw, overtaking }: Struck,
): Promise<ServiceResponse | 'reset'> {
  switch (fault.kind) {
    case 'throttle':
      throw throttled(service);
    case 'error5xx':
      throw failed(service);
    case 'transactionConflict':
      return service.conflicted?.(request, draw()) ?? run();
    case 'gone':
      throw new ApiError('GoneException', 'Gone', 410);
    case 'partitionLimit':
    case 'dropDisconnect':
    case 'repeatDisconnect':
      return run();
    case 'connectionReset':
      return 'reset';
    case 'replyLost':
      await run();
      return 'reset';
    case 'reorder':
      return (await overtaking.wait(request.url.pathname, fault.ms, request.signal)) ? run() : 'reset';
    case 'latency':
      return (await waited(fault.ms, request.signal)) ? run() : 'reset';
  }
}

/** Answers false when the client went away meanwhile: its call then never reaches the service. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

function nameOf(caller: Caller): string {
  return caller.kind === 'external' ? 'external' : caller.functionName;
}

/** One sequence of numbers per kind of call, from 0 to below 1. */
function seededDraws(seed: number): (call: FaultyCall) => number {
  const sequences = new Map<string, () => number>();
  return ({ service, operation, caller }) => {
    const key = `${service}:${operation} ${caller}`;
    const sequence = sequences.get(key) ?? seededRandom(seed ^ hash(key));
    sequences.set(key, sequence);
    return sequence();
  };
}

/** FNV-1a of 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  return [...Buffer.from(text)].reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
