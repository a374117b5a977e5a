import type { ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import type { AsyncInvocations } from '../async/async-invocations.ts';
import type { DeployedFunction } from '../deployed-function.ts';
import type { Functions } from '../functions.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { traceHeaderOf } from '../../../gateway/trace-header.ts';
import type { Invocation } from '../function-config.ts';
import type { Given } from './lambda-parameters.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_REQUEST_BYTES = 6_291_456;
const MAX_EVENT_BYTES = 1_048_576;

const INVOCATION_TYPES = ['RequestResponse', 'Event', 'DryRun'];
const LOG_TYPES = ['None', 'Tail'];

export type InvokePorts = { functions: Functions; asyncInvocations: Pick<AsyncInvocations, 'accept'> };

/** The Invoke operation: waits for the answer, takes the event, or only checks, as the invocation type says. */
export async function invokeOperation(
  request: ServiceRequest,
  { InvocationType: type = 'RequestResponse', LogType: logType = 'None' }: Given,
  { config }: DeployedFunction,
  { functions, asyncInvocations }: InvokePorts,
): Promise<ServiceResponse> {
  checkType('invocationType', type, INVOCATION_TYPES);
  checkType('logType', logType, LOG_TYPES);
  const payload = readPayload(request, type === 'Event' ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES);
  if (type === 'DryRun') return { status: 204, headers: {}, body: '' };
  const given = { requestId: request.id, trace: traceHeaderOf(request) };
  if (type === 'RequestResponse') {
    const invocation = await functions.invoke(config.name, payload, given);
    return answer(invocation, logType);
  }
  asyncInvocations.accept({ functionName: config.name, payload, ...given });
  return { status: 202, headers: {}, body: '' };
}

function answer({ logTail, error, payload }: Invocation, logType: string): ServiceResponse {
  const headers = {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(error === undefined ? {} : { 'x-amz-function-error': error }),
    ...(logType === 'Tail' ? { 'x-amz-log-result': Buffer.from(logTail).toString('base64') } : {}),
  };
  return { status: 200, headers, body: payload };
}

function checkType(name: string, type: string, types: readonly string[]): void {
  if (types.includes(type)) return;
  const constraint = `Member must satisfy enum value set: [${types.join(', ')}]`;
  const problem = `Value '${type}' at '${name}' failed to satisfy constraint: ${constraint}`;
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
