import { gunzipSync } from 'node:zlib';
import { ApiError } from '../../../gateway/api-error.ts';
import { jsonError } from '../../../gateway/json-service.ts';
import type { GatewayRequest, Service, ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import { CborError, decodeCbor, encodeCbor } from './cbor.ts';

const MOST_BYTES = 16 * 1024 * 1024;
const CBOR_PATH = /^\/service\/GraniteServiceVersion20100801\/operation\/(\w{1,100})$/;

/** Clients that were made for the query protocol find its code in a header; a code that is absent here is its own. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  InvalidParameterCombinationException: 'InvalidParameterCombination',
  MissingRequiredParameterException: 'MissingParameter',
  DashboardNotFoundError: 'ResourceNotFound',
  DashboardInvalidInputError: 'InvalidParameterInput',
  InvalidFormatFault: 'InvalidFormat',
  LimitExceededFault: 'LimitExceeded',
};

/**
 * A service of JSON as the clients of CloudWatch speak to it: the AWS CLI and boto3 send CBOR, the SDKs of JavaScript
 * JSON, and both may send it with gzip. Answers in CBOR are those in JSON, their times marked as such.
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function spokenService(service: Service): Service {
  return {
    ...service,
    claims: (request) => cborOperationOf(request) !== undefined,
    operation: (request) => cborOperationOf(request) ?? service.operation(request),
    access: async (request) => service.access(asJson(request)),
    handle: async (request) => asSpoken(request, await service.handle(asJson(request))),
    error: (request, error) => {
      const { code, message, status } = error;
      const { headers, ...answer } = jsonError('1.0', status, `com.amazonaws.cloudwatch#${code}`, message);
      const fault = status < 500 ? 'Sender' : 'Receiver';
      const queryCode = `${QUERY_CODES[code] ?? code};${fault}`;
      return asSpoken(request, { ...answer, headers: { ...headers, 'x-amzn-query-error': queryCode } });
    },
  };
}

function cborOperationOf({ method, url }: GatewayRequest): string | undefined {
  return method === 'POST' ? CBOR_PATH.exec(url.pathname)?.[1] : undefined;
}

function asJson(request: ServiceRequest): ServiceRequest {
  try {
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const bytes = isZipped ? gunzipSync(request.body, { maxOutputLength: MOST_BYTES }) : request.body;
    if (cborOperationOf(request) === undefined) return { ...request, body: bytes };
    const input = bytes.length === 0 ? {} : decodeCbor(bytes);
    return { ...request, body: Buffer.from(JSON.stringify(input)) };
  } catch (error) {
    if (error instanceof CborError)
      throw new ApiError('SerializationException', `The request body is not valid CBOR: ${error.message}`);
    throw new ApiError('SerializationException', 'The request body is not valid gzip');
  }
}

function asSpoken(request: GatewayRequest, answer: ServiceResponse): ServiceResponse {
  if (cborOperationOf(request) === undefined) return answer;
  const headers = {
    ...answer.headers,
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
  };
  const output: unknown = JSON.parse(String(answer.body) || '{}');
  return { ...answer, headers, body: encodeCbor(output, isTime) };
}

/** Names of the members of CloudWatch's answers that are times. */
function isTime(member: string): boolean {
  return /Timestamps?$|^LastModified$/.test(member);
}
