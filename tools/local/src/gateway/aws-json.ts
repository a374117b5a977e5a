import type { GatewayRequest, ServiceResponse } from './service.ts';

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html and its 1.1 sibling. */
export type JsonVersion = '1.0' | '1.1';

/** The operation in `X-Amz-Target: Prefix.Operation`, when its prefix is one of these. */
export function jsonOperation(request: GatewayRequest, prefixes: readonly string[]): string | undefined {
  const target = request.headers['x-amz-target'];
  const [prefix = '', operation = ''] = typeof target === 'string' ? target.split('.') : [];
  return prefixes.includes(prefix) && operation !== '' ? operation : undefined;
}

export function jsonResponse(version: JsonVersion, output: object, status = 200): ServiceResponse {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(output),
  };
}

/** An error as clients read it: `type` is its code, with or without a namespace before `#`. */
export function jsonError(
  version: JsonVersion,
  status: number,
  type: string,
  message: string,
): ServiceResponse {
  return jsonResponse(version, { __type: type, message }, status);
}
