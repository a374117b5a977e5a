import type { ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import type { AsyncInvocations } from '../async/async-invocations.ts';
import type { DeployedFunction, Functions } from '../functions.ts';
import { ApiError } from '../../../gateway/api-error.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_REQUEST_BYTES = 6_291_456;
const MAX_EVENT_BYTES = 1_048_576;

/** What this stack does not hand on to a function, and so does not take. */
const refusedHeaders: readonly string[] = [
  'x-amz-client-context',
  'x-amz-tenant-id',
  'x-amz-durable-execution-name',
];

const INVOCATION_TYPES = ['RequestResponse', 'Event', 'DryRun'];

export type InvokePorts = { functions: Functions; asyncInvocations: Pick<AsyncInvocations, 'accept'> };

/** The Invoke operation: waits for the answer, takes the event, or only checks, as the invocation type says. */
export async function invokeOperation(
  request: ServiceRequest,
  { config }: DeployedFunction,
  { functions, asyncInvocations }: InvokePorts,
): Promise<ServiceResponse> {
  refuseUnknownHeaders(request);
  const type = invocationType(request);
  const payload = readPayload(request, type === 'Event' ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES);
  if (type === 'DryRun') return { status: 204, headers: {}, body: '' };
  if (type === 'RequestResponse') return answer(request, config.name, payload, functions);
  asyncInvocations.accept({ functionName: config.name, payload, requestId: request.id });
  return { status: 202, headers: {}, body: '' };
}

async function answer(request: ServiceRequest, name: string, payload: string, functions: Functions) {
  const invocation = await functions.invoke(name, payload, request.id);
  const log = { 'x-amz-log-result': Buffer.from(invocation.logTail).toString('base64') };
  const headers = {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(invocation.error === undefined ? {} : { 'x-amz-function-error': invocation.error }),
    ...(request.headers['x-amz-log-type'] === 'Tail' ? log : {}),
  };
  return { status: 200, headers, body: invocation.payload };
}

function refuseUnknownHeaders({ headers }: ServiceRequest): void {
  const name = refusedHeaders.find((each) => headers[each] !== undefined);
  if (name === undefined) return;
  throw new ApiError('InvalidParameterValueException', `${name} is not supported by the local stack.`, 400);
}

function invocationType({ headers }: ServiceRequest): string {
  const type = String(headers['x-amz-invocation-type'] ?? 'RequestResponse');
  if (INVOCATION_TYPES.includes(type)) return type;
  const constraint = `Member must satisfy enum value set: [${INVOCATION_TYPES.join(', ')}]`;
  const problem = `Value '${type}' at 'invocationType' failed to satisfy constraint: ${constraint}`;
  throw new ApiError('ValidationException', `1 validation error detected: ${problem}`, 400);
}

function readPayload({ body }: ServiceRequest, maxBytes: number): string {
  if (body.length > maxBytes) {
    const message = `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`;
    throw new ApiError('RequestTooLargeException', message, 413);
  }
  const payload = body.length === 0 ? '{}' : body.toString();
  try {
    JSON.parse(payload);
  } catch {
    const message = 'Could not parse request body into json: Could not parse payload into json';
    throw new ApiError('InvalidRequestContentException', message, 400);
  }
  return payload;
}
