import { gunzipSync } from 'node:zlib';
import { ApiError } from '../../../gateway/api-error.ts';
import { jsonError } from '../../../gateway/json-service.ts';
import type { GatewayRequest, Service, ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import { isForm, queryError, queryResponse } from '../../../gateway/query-service.ts';
import { memberXml } from '../../../gateway/xml.ts';
import { formInput, formOutput } from './query-form.ts';
import { CborError, decodeCbor, encodeCbor } from './cbor.ts';

const NAMESPACE = { namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' };
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
  AccessDeniedException: 'AccessDenied',
};

/**
 * A service of JSON as the clients of CloudWatch speak to it: the AWS CLI and boto3 send CBOR, the SDKs of JavaScript
 * JSON, older clients of all languages the query protocol, and each may send it with gzip. Answers in CBOR and in XML
 * are those in JSON, their times marked as such.
 * https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function spokenService(service: Service): Service {
  return {
    ...service,
    claims: (request) => cborOperationOf(request) !== undefined,
    operation: (request) => cborOperationOf(request) ?? actionOf(request) ?? service.operation(request),
    access: async (request) => service.access(asJson(request)),
    handle: async (request) => asSpoken(request, await service.handle(asJson(request))),
    error: (request, error) => {
      const { code, message, status } = error;
      if (isForm(request)) {
        const own = { status, message, code: QUERY_CODES[code] ?? code };
        return queryError(request, own, NAMESPACE.namespace);
      }
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

function actionOf(request: GatewayRequest): string | undefined {
  try {
    return isForm(request) ? (formOf(request).get('Action') ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function formOf(request: GatewayRequest): URLSearchParams {
  return new URLSearchParams(unzipped(request).toString());
}

function unzipped({ headers, body }: GatewayRequest): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body, { maxOutputLength: MOST_BYTES }) : body;
}

function asJson(request: ServiceRequest): ServiceRequest {
  try {
    if (isForm(request)) return { ...request, body: Buffer.from(JSON.stringify(formInput(formOf(request)))) };
    const bytes = unzipped(request);
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
  if (isForm(request)) {
    const text = String(answer.body);
    const result = text === '' ? undefined : memberXml(formOutput(JSON.parse(text), isTime));
    return queryResponse(NAMESPACE, { id: request.id, operation: actionOf(request) ?? '' }, result);
  }
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
