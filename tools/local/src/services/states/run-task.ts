import * as z from 'zod';
import { FunctionNotFoundError, TooManyRequestsError } from '../lambda/errors.ts';
import type { Invocation, Invoker } from '../lambda/function-config.ts';
import type { Roles } from '../iam/roles.ts';
import { lacksPermission } from '../../gateway/refusals.ts';
import { TaskError } from './errors.ts';
import type { StateMachine } from './state-machine.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What `$$.Task.Token` gives; each task puts a token of its own in its place. */
export const TOKEN_PLACE = 'token-of-the-task';

const invokeParameters = z.object({ FunctionName: z.string(), Payload: z.unknown() });
const functionError = z.object({ errorType: z.string() });

export type TaskPorts = { invoker: Invoker; roles: Pick<Roles, 'authorize'>; tokens: TaskTokens };

/**
 * Runs a task's function in the name of the machine's role and answers its result, in the shape of the integration
 * that `resource` names. Throws `TaskError` with the name that Step Functions gives the failure.
 */
export async function runTask(
  { invoker, roles, tokens }: TaskPorts,
  machine: Pick<StateMachine, 'name' | 'roleName'>,
  resource: string,
  input: unknown,
): Promise<unknown> {
  const optimized = resource.startsWith('arn:aws:states:::');
  const { FunctionName, Payload } = optimized
    ? invokeParameters.parse(input)
    : { FunctionName: resource, Payload: input };
  const functionArn = FunctionName;
  authorize(roles, machine, functionArn);
  const name = functionArn.replace(/^arn:.*:function:/, '').split(':')[0] ?? '';
  if (!resource.endsWith('.waitForTaskToken')) {
    const output = await outcomeOf(invoker, name, Payload);
    return optimized ? { ExecutedVersion: '$LATEST', Payload: output, StatusCode: 200 } : output;
  }
  const { token, outcome, withdraw } = tokens.issue();
  outcome.catch(() => undefined);
  try {
    const text = JSON.stringify(Payload ?? {}).replaceAll(TOKEN_PLACE, token);
    await outcomeOf(invoker, name, JSON.parse(text));
    return await outcome;
  } finally {
    withdraw();
  }
}

function authorize(
  roles: TaskPorts['roles'],
  machine: Pick<StateMachine, 'name' | 'roleName'>,
  arn: string,
): void {
  const caller = { kind: 'role', roleName: machine.roleName, functionName: machine.name } as const;
  const denial = roles.authorize(caller, [{ action: 'lambda:InvokeFunction', resource: arn }]);
  if (denial !== undefined) throw new TaskError('Lambda.AWSLambdaException', lacksPermission(denial));
}

async function outcomeOf(invoker: Invoker, functionName: string, payload: unknown): Promise<unknown> {
  const invocation = await invoked(invoker, functionName, JSON.stringify(payload ?? null));
  if (invocation.error === undefined) return JSON.parse(invocation.payload || 'null');
  const { errorType = 'Unknown' } = functionError.safeParse(JSON.parse(invocation.payload)).data ?? {};
  throw new TaskError(errorType, invocation.payload);
}

async function invoked(invoker: Invoker, functionName: string, payload: string): Promise<Invocation> {
  try {
    return await invoker.invoke(functionName, payload);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof TooManyRequestsError)
      throw new TaskError('Lambda.TooManyRequestsException', message);
    if (error instanceof FunctionNotFoundError)
      throw new TaskError('Lambda.ResourceNotFoundException', message);
    throw new TaskError('Lambda.ServiceException', message);
  }
}
