import { ApiError } from '../../gateway/api-error.ts';
import type { Ending, Execution } from './execution-store.ts';

const MAX_INPUT_BYTES = 262_144;

/** The input of an execution. Throws `InvalidExecutionInput`. */
export function parseInput(input: string): unknown {
  if (Buffer.byteLength(input) > MAX_INPUT_BYTES)
    throw new ApiError('InvalidExecutionInput', `Input is longer than ${MAX_INPUT_BYTES} bytes`);
  try {
    return JSON.parse(input);
  } catch {
    throw new ApiError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'no JSON'");
  }
}

/** Starting a running execution again, with the same input, answers it; any other repeat is refused. */
export function repeated(standing: Execution, input: string): Execution {
  if (standing.status === 'RUNNING' && standing.input === input) return standing;
  throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${standing.arn}'`);
}

/** The engine itself failed: the execution must not seem to run for ever. */
export function endingOfFault(fault: unknown): Ending {
  return { status: 'FAILED', error: 'States.Runtime', cause: String(fault) };
}
