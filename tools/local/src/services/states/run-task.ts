import { randomUUID } from 'node:crypto';
import type { TaskCall } from '@hanok/engines/states';
import * as z from 'zod';
import { FunctionNotFoundError, TooManyRequestsError } from '../lambda/errors.ts';
import type { Invocation, Invoker } from '../lambda/function-config.ts';
import type { Roles } from '../iam/roles.ts';
import { lacksPermission } from '../../gateway/refusals.ts';
import { TaskError } from './errors.ts';
import type { StateMachine } from './state-machine.ts';
import type { TaskTokens } from './task-tokens.ts';

const invokeParameters = z.looseObject({
  FunctionName: z.string(),
  Payload: z.unknown(),
});
const functionError = z.object({ errorType: z.string() });

export type TaskPorts = {
  invoker: Invoker;
  roles: Pick<Roles, 'authorize'>;
  tokens: TaskTokens;
  /** The header of X-Ray of the execution. */
  trace?: string | undefined;
};
type Caller = Pick<StateMachine, 'arn' | 'name' | 'roleName'>;

/**
 * Runs a task's function in the name of the machine's role and answers its result, in the shape of the integration
 * that the task names. Throws `TaskError` with the name that Step Functions gives the failure.
 */
export async function runTask(ports: TaskPorts, machine: Caller, call: TaskCall): Promise<unknown> {
  const { resource, input, token } = call;
  if (!resource.startsWith('arn:aws:states:::')) {
    const payload = JSON.stringify(input);
    return parsed((await outcomeOf(ports, machine, resource, payload)).payload);
  }
  const parameters = invokeParameters.safeParse(input).data;
  if (parameters === undefined)
    throw new TaskError('States.Runtime', "The field 'FunctionName' is required but was missing");
  const { FunctionName } = parameters;
  const payload = payloadText(parameters.Payload);
  if (token === undefined) return invocationResult(await outcomeOf(ports, machine, FunctionName, payload));
  return awaited(ports, call, token, () => outcomeOf(ports, machine, FunctionName, payload));
}

/** Hands the token over, unless an earlier stack has, and waits for what is reported of it. */
async function awaited(
  { tokens }: TaskPorts,
  { handedOver, onHandedOver, onHeartbeat, signal }: TaskCall,
  token: string,
  handOver: () => Promise<unknown>,
): Promise<unknown> {
  const outcome = tokens.expect(token, onHeartbeat);
  signal.addEventListener('abort', () => tokens.withdraw(token), { once: true });
  try {
    if (!handedOver) {
      await handOver();
      onHandedOver();
    }
    return await outcome;
  } finally {
    tokens.withdraw(token);
  }
}

/** A payload of text is sent as it stands when it is JSON. */
function payloadText(payload: unknown): string {
  if (payload === undefined || payload === null) return '{}';
  if (typeof payload !== 'string') return JSON.stringify(payload);
  try {
    JSON.parse(payload);
    return payload;
  } catch {
    return JSON.stringify(payload);
  }
}

function authorize(roles: TaskPorts['roles'], machine: Caller, arn: string): void {
  const caller = { kind: 'role', roleName: machine.roleName, functionName: machine.name } as const;
  const denial = roles.authorize(caller, [{ action: 'lambda:InvokeFunction', resource: arn }]);
  if (denial !== undefined) throw new TaskError('Lambda.AWSLambdaException', lacksPermission(denial));
}

async function outcomeOf(
  { invoker, roles, trace }: TaskPorts,
  machine: Caller,
  functionName: string,
  payload: string,
): Promise<Invocation> {
  const [, , , region, account] = machine.arn.split(':');
  const name = functionName.replace(/^.*:?function:/, '').split(':')[0] ?? '';
  const arn = functionName.startsWith('arn:')
    ? functionName
    : `arn:aws:lambda:${region}:${account}:function:${name}`;
  authorize(roles, machine, arn);
  const invocation = await invoked(() => invoker.invoke(name, payload, { trace }), arn);
  if (invocation.error === undefined) return invocation;
  const { errorType = 'Unknown' } = functionError.safeParse(JSON.parse(invocation.payload)).data ?? {};
  throw new TaskError(errorType, invocation.payload);
}

async function invoked(run: () => Promise<Invocation>, arn: string): Promise<Invocation> {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof TooManyRequestsError)
      throw new TaskError('Lambda.TooManyRequestsException', message);
    if (error instanceof FunctionNotFoundError)
      throw new TaskError(
        'Lambda.ResourceNotFoundException',
        `Function not found: ${arn}:$LATEST (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`,
      );
    throw new TaskError('Lambda.ServiceException', message);
  }
}

function parsed(payload: string): unknown {
  return JSON.parse(payload || 'null') as unknown;
}

/** What the Lambda integration answers: the function's answer among the facts of its invocation. */
function invocationResult({ payload, requestId }: Invocation): object {
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(payload)),
    'Content-Type': 'application/json',
    Date: new Date().toUTCString(),
    'X-Amz-Executed-Version': '$LATEST',
    'X-Amzn-Trace-Id': `Root=1-${randomUUID()}`,
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': requestId,
  };
  const several = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    ExecutedVersion: '$LATEST',
    Payload: JSON.parse(payload || 'null') as unknown,
    SdkHttpMetadata: { AllHttpHeaders: several, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
