import type { HttpEvent } from '../aws/http.ts';

/** What a test says of a request; `routeKey` is the API's route, and left out for a function URL. */
export type HttpCall = {
  method: string;
  path: string;
  routeKey?: string;
  stage?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  query?: Record<string, string>;
  pathParameters?: Record<string, string>;
  /** What a JWT authorizer says of the caller. */
  claims?: Record<string, unknown>;
  body?: string;
  isBase64Encoded?: boolean;
};

/** A request of payload version 2.0: to an HTTP API when the call has a `routeKey`, to a function URL otherwise. */
export function buildHttpEvent(call: HttpCall): HttpEvent {
  const { routeKey = '$default', stage = '$default' } = call;
  const host =
    call.routeKey === undefined
      ? 'lambda-url.ap-northeast-2.on.aws'
      : 'execute-api.ap-northeast-2.amazonaws.com';
  return {
    version: '2.0',
    routeKey,
    rawPath: call.path,
    rawQueryString: new URLSearchParams(call.query).toString(),
    ...(call.cookies && { cookies: call.cookies }),
    headers: call.headers ?? {},
    ...(call.query && { queryStringParameters: call.query }),
    ...(call.pathParameters && { pathParameters: call.pathParameters }),
    requestContext: {
      domainName: `2cxn22odiw.${host}`,
      http: { method: call.method, path: call.path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7' },
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      routeKey,
      stage,
      ...(call.claims && { authorizer: { jwt: { claims: call.claims, scopes: null } } }),
    },
    ...(call.body !== undefined && { body: call.body }),
    isBase64Encoded: call.isBase64Encoded ?? false,
  };
}
