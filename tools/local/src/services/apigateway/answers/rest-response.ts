import { WRITTEN_HEADERS } from '../../../gateway/per-hop-headers.ts';
import type { GatewayRequest, ServiceResponse } from '../../../gateway/service.ts';
import type { ProxyAnswer } from '../integration/proxy-answer.ts';
import type { GatewayFailure } from './gateway-failure.ts';

/** An answer to an HTTP client. Only cookies are lists: they are the one header whose values cannot be joined. */
export type RestResponse = Omit<ServiceResponse, 'headers'> & { headers: Record<string, string | string[]> };

type Ids = { requestId: string; extendedRequestId: string };

/** Headers that a function cannot set. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const REFUSED = new Set([...WRITTEN_HEADERS, 'x-amzn-requestid', 'x-amz-apigw-id']);

/** A function's answer as the client receives it. */
export function toResponse(
  answer: ProxyAnswer,
  request: GatewayRequest,
  ids: Ids,
  binaryMediaTypes: readonly string[] | undefined,
): RestResponse {
  const names = [...answer.headers.keys()].map((name) => name.toLowerCase());
  const headers: RestResponse['headers'] = names.includes('content-type')
    ? {}
    : { 'Content-Type': 'application/json' };
  for (const [name, values] of answer.headers) {
    const lower = name.toLowerCase();
    if (!REFUSED.has(lower)) headers[name] = lower === 'set-cookie' ? [...values] : values.join(', ');
  }
  const decoded = answer.isBase64Encoded && isBinary(binaryMediaTypes, request.headers.accept);
  return {
    status: answer.status,
    headers: { ...headers, ...idHeaders(ids) },
    body: decoded ? Buffer.from(answer.body, 'base64') : answer.body,
  };
}

/** An answer of API Gateway's own. */
export function failureResponse(failure: GatewayFailure, ids: Ids): RestResponse {
  return {
    status: failure.status,
    headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': failure.errorType, ...idHeaders(ids) },
    body: JSON.stringify({ message: failure.message }),
  };
}

function idHeaders(ids: Ids): Record<string, string> {
  return { 'x-amzn-requestid': ids.requestId, 'x-amz-apigw-id': ids.extendedRequestId };
}

/** Whether a media type, such as a Content-Type or the first of an Accept header, is among an API's binary types. */
export function isBinary(binaryMediaTypes: readonly string[] = [], header: string | undefined): boolean {
  const mediaType = header?.split(/[;,]/)[0]?.trim().toLowerCase();
  if (mediaType === undefined) return binaryMediaTypes.includes('*/*');
  return binaryMediaTypes.some((type) => {
    const wanted = type.toLowerCase();
    return (
      wanted === '*/*' ||
      wanted === mediaType ||
      (wanted.endsWith('/*') && mediaType.startsWith(wanted.slice(0, -1)))
    );
  });
}
