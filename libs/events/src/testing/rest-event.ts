import type { RestEvent } from '../aws/rest.ts';

/** What a test says of a request; `resource` is the route, such as `/ranking/{player}`. */
export type RestCall = {
  httpMethod: string;
  resource: string;
  path?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  pathParameters?: Record<string, string>;
  /** What a user pool says of the caller; absent, the route has no authorizer. */
  claims?: Record<string, unknown>;
  body?: string;
};

/** A REST API's Lambda proxy request, with nulls where API Gateway sends nulls. */
export function buildRestEvent(call: RestCall): RestEvent {
  return {
    resource: call.resource,
    path: call.path ?? call.resource,
    httpMethod: call.httpMethod,
    headers: call.headers ?? null,
    queryStringParameters: call.query ?? null,
    pathParameters: call.pathParameters ?? null,
    requestContext: {
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      ...(call.claims && { authorizer: { claims: call.claims } }),
    },
    body: call.body ?? null,
    isBase64Encoded: false,
  };
}
