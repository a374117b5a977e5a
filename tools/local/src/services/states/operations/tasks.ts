import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import { TaskError } from '../errors.ts';
import type { Executions } from '../executions.ts';

const taskToken = z.string().min(1).max(2_048);
const successInput = z.strictObject({ taskToken, output: z.string().max(262_144) });
const failureInput = z.strictObject({
  taskToken,
  error: z.string().max(256).default(''),
  cause: z.string().max(32_768).default(''),
});

const heartbeatInput = z.strictObject({ taskToken });

/** The operations that tell how a task goes on or ended, by its token. */
export const TASK_OPERATIONS: Readonly<Record<string, JsonOperation<Executions>>> = {
  SendTaskSuccess: operation(successInput, (executions: Executions, { taskToken: token, output }) =>
    settle(executions, token, { output: parseOutput(output) }),
  ),
  SendTaskHeartbeat: operation(heartbeatInput, ({ tokens }: Executions, { taskToken: token }) => {
    if (tokens.beat(token)) return {};
    throw noTask();
  }),
  SendTaskFailure: operation(failureInput, (executions: Executions, { taskToken: token, error, cause }) =>
    settle(executions, token, { error: new TaskError(error, cause) }),
  ),
};

function settle(
  { tokens }: Executions,
  token: string,
  settlement: Parameters<Executions['tokens']['settle']>[1],
): object {
  if (tokens.settle(token, settlement)) return {};
  throw noTask();
}

function noTask(): ApiError {
  return new ApiError('TaskTimedOut', 'Task Timed Out: the token is not, or no longer, waited for');
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new ApiError('InvalidOutput', 'Invalid Output: no JSON');
  }
}
