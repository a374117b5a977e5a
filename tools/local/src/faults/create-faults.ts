import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../gateway/api-error.ts';
import type { RouteOptions } from '../gateway/route-request.ts';
import type { Caller, Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts';
import { seededRandom } from '../services/sqs/engine/shuffle.ts';
import { failed, throttled } from '../gateway/refusals.ts';
import { createOvertaking, type Overtaking } from './create-overtaking.ts';
import { FaultPlanError } from './errors.ts';
import {
  type Fault,
  type FaultPlan,
  type FaultPlanInput,
  isOfOneCall,
  parseFaultPlan,
} from './fault-plan.ts';
import { concerns, type FaultyCall, pickFault } from './pick-fault.ts';

/** A fault that struck, and the call that it struck. */
export type InjectedFault = FaultyCall & { kind: Fault['kind'] };

/**
 * Injects the plan's faults at the gateway. Each caller's calls of an operation draw from a sequence of their own, so
 * the same seed gives the same faults whatever else goes on. Throws `FaultPlanError`, also for an operation that none
 * of the services has: its faults could never strike.
 */
export function createFaults(
  input: FaultPlanInput,
  services: readonly Pick<Service, 'name' | 'operations'>[],
  onFault: (fault: InjectedFault) => void = () => undefined,
): NonNullable<RouteOptions['around']> {
  const plan = parseFaultPlan(input);
  checkOperations(plan, services);
  const draw = seededDraws(plan.seed);
  const struck = new Map<Fault, number>();
  const seen = new Map<Fault, number>();
  const spent = (fault: Fault) => (struck.get(fault) ?? 0) >= (fault.times ?? Infinity);
  const overtaking = createOvertaking();
  const shared = plan.faults.filter((fault) => !isOfOneCall(fault));
  const pick = (call: FaultyCall) => {
    for (const fault of plan.faults.filter(isOfOneCall)) {
      if (!concerns(fault, call)) continue;
      seen.set(fault, (seen.get(fault) ?? 0) + 1);
      if (seen.get(fault) !== fault.nth) continue;
      const exact = pickFault([fault], call, draw({ ...call, caller: `${call.caller} nth` }), spent);
      if (exact !== undefined) return exact;
    }
    return shared.some((fault) => concerns(fault, call))
      ? pickFault(shared, call, draw(call), spent)
      : undefined;
  };
  return async (request, service, run) => {
    const call = { service: service.name, operation: request.operation, caller: nameOf(request.caller) };
    const fault = pick(call);
    const passing = async () => {
      const answer = await run();
      overtaking.passed(request.url.pathname);
      return answer;
    };
    if (fault === undefined) return passing();
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    onFault({ ...call, kind: fault.kind });
    return strike(fault, {
      ...{ request, service, run: passing, overtaking },
      draw: () => draw({ ...call, caller: `${call.caller} item` }),
    });
  };
}

const ENDED = { service: 'execute-api', operation: '$disconnect', caller: 'external' };

/** How often `$disconnect` runs for each connection that ends, as a plan says: once, never, or twice. */
export function disconnectFaults(
  input: FaultPlanInput,
  onFault: (kind: Fault['kind']) => void = () => undefined,
): () => number {
  const { faults, seed } = parseFaultPlan(input);
  const draw = seededDraws(seed);
  const struck = new Map<Fault, number>();
  const spent = (fault: Fault) => (struck.get(fault) ?? 0) >= (fault.times ?? Infinity);
  return () => {
    const fault = pickFault(faults, ENDED, draw(ENDED), spent);
    if (fault === undefined) return 1;
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
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

function checkOperations(
  { faults }: FaultPlan,
  services: readonly Pick<Service, 'name' | 'operations'>[],
): void {
  for (const [index, { service: name, operation }] of faults.entries()) {
    const service = services.find((one) => one.name === name);
    if (service === undefined) {
      const known = services.map((one) => one.name).join(', ');
      throw new FaultPlanError(`faults[${index}].service: ${name} is none of ${known}`);
    }
    if (operation !== '$disconnect' && !service.operations.has(operation))
      throw new FaultPlanError(`faults[${index}].operation: the local stack has no ${name}:${operation}`);
  }
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
