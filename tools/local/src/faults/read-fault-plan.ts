import { readFileSync } from 'node:fs';
import { FaultPlanError } from './errors.ts';
import { type FaultPlan, parseFaultPlan } from './fault-plan.ts';

/** Reads a plan from a JSON file. Throws `FaultPlanError`, naming the file and what is wrong with it. */
export function readFaultPlan(file: string): FaultPlan {
  try {
    return parseFaultPlan(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new FaultPlanError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
