import { randomBytes } from 'node:crypto';
import type { GatewayRequest } from '../../gateway/service.ts';
import { isBinary } from './binary-media.ts';
import { lastValues, proxyHeaders } from './proxy-headers.ts';
import { requestTime } from './request-time.ts';
import { resourceIdOf } from './resource-id.ts';
import type { AdmittedRequest } from './staged-request.ts';

/** The API Gateway whose place the front takes. */
export type FrontIdentity = { accountId: string; domainName: string };

const sourceIp = '127.0.0.1';

/**
 * The Lambda proxy event, payload version 1.0. Path and path parameters stay percent-encoded, query parameters
 * are decoded, as a REST API sends them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(admitted: AdmittedRequest, identity: FrontIdentity) {
  const { request, match, stage, path } = admitted;
  const binary = isBinary(admitted.api.binaryMediaTypes, request.headers['content-type']);
  return {
    resource: match.route.resourcePath,
    path,
    httpMethod: request.method,
    ...proxyHeaders(request.headers, forwardedHeaders(request)),
    ...queryParameters(request.url),
    pathParameters: orNull(match.pathParameters),
    stageVariables: orNull(stage.variables ?? {}),
    requestContext: requestContext(admitted, identity),
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && request.body.length > 0,
  };
}

function forwardedHeaders(request: GatewayRequest): Record<string, string> {
  return {
    'X-Amzn-Trace-Id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    'X-Forwarded-For': sourceIp,
    'X-Forwarded-Port': request.url.port || '80',
    'X-Forwarded-Proto': request.url.protocol.replace(':', ''),
  };
}

function queryParameters(url: URL) {
  const multi: Record<string, string[]> = Object.create(null);
  for (const [name, value] of url.searchParams) (multi[name] ??= []).push(value);
  return {
    queryStringParameters: orNull(lastValues(multi)),
    multiValueQueryStringParameters: orNull(multi),
  };
}

function requestContext(admitted: AdmittedRequest, identity: FrontIdentity) {
  const { request, api, stage, path, match, receivedAt, claims } = admitted;
  const { httpMethod, resourcePath, resourceId } = match.route;
  return {
    resourceId: resourceId ?? resourceIdOf(resourcePath),
    ...(claims !== undefined && { authorizer: { claims } }),
    resourcePath,
    httpMethod: httpMethod === 'ANY' ? request.method : httpMethod,
    extendedRequestId: admitted.extendedRequestId,
    requestTime: requestTime(receivedAt),
    path: `/${stage.name}${path}`,
    accountId: identity.accountId,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: api.id,
    requestTimeEpoch: receivedAt,
    requestId: request.id,
    identity: { ...anonymous, sourceIp, userAgent: request.headers['user-agent'] ?? null },
    domainName: identity.domainName,
    apiId: api.id,
  };
}

/** A caller without AWS or Cognito credentials. */
const anonymous = {
  cognitoIdentityPoolId: null,
  accountId: null,
  cognitoIdentityId: null,
  caller: null,
  principalOrgId: null,
  accessKey: null,
  cognitoAuthenticationType: null,
  cognitoAuthenticationProvider: null,
  userArn: null,
  user: null,
};

function orNull<Value>(map: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> | null {
  return Object.keys(map).length === 0 ? null : map;
}
