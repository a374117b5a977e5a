import type { Fault } from './fault-plan.ts';

/** A call that faults may strike. `caller`: a function's name, or `external`. */
export type FaultyCall = { service: string; operation: string; caller: string };

/**
 * The fault that strikes a call, by one number drawn from 0 to below 1: each fault that names the call owns a part of
 * that range as long as its rate. A fault that is `spent` keeps its part, and nothing strikes there.
 */
export function pickFault(
  faults: readonly Fault[],
  call: FaultyCall,
  draw: number,
  spent: (fault: Fault) => boolean,
): Fault | undefined {
  let end = 0;
  const struck = faults.filter((fault) => concerns(fault, call)).find((fault) => (end += fault.rate) > draw);
  return struck === undefined || spent(struck) ? undefined : struck;
}

/** Whether a fault is meant for calls like this one. */
export function concerns(fault: Fault, { service, operation, caller }: FaultyCall): boolean {
  return (
    fault.service === service &&
    fault.operation === operation &&
    (fault.caller === undefined || fault.caller === caller)
  );
}
