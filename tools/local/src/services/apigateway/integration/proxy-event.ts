import { createHash } from 'node:crypto';
import { PER_HOP_HEADERS } from '../../../gateway/per-hop-headers.ts';
import type { GatewayRequest } from '../../../gateway/service.ts';
import { currentSpan, newRoot } from '../../../traces/current-span.ts';
import { isBinary } from '../answers/rest-response.ts';
import { requestTime } from '../context-variables.ts';
import type { AdmittedRequest } from '../routing/staged-request.ts';

/** How the event names the API Gateway. */
type Identity = { accountId: string; domainName: string };

const SOURCE_IP = '127.0.0.1';

/**
 * The Lambda proxy event, payload version 1.0. Path and path parameters stay percent-encoded, query parameters
 * are decoded, as a REST API sends them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(admitted: AdmittedRequest, identity: Identity) {
  const { request, match, stage, path } = admitted;
  const binary = isBinary(admitted.api.binaryMediaTypes, request.headers['content-type']);
  return {
    resource: match.route.resourcePath,
    path,
    httpMethod: request.method,
    ...proxyHeaders(request, forwardedHeaders(request)),
    ...queryParameters(request.url),
    pathParameters: orNull(match.pathParameters),
    stageVariables: orNull(stage.variables ?? {}),
    requestContext: requestContext(admitted, identity),
    body: request.body.length === 0 ? null : request.body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && request.body.length > 0,
  };
}

export function forwardedHeaders(request: GatewayRequest): Record<string, string> {
  return {
    'X-Amzn-Trace-Id': `Root=${currentSpan()?.root ?? newRoot()}`,
    'X-Forwarded-For': SOURCE_IP,
    'X-Forwarded-Port': request.url.port || '80',
    'X-Forwarded-Proto': request.url.protocol.replace(':', ''),
  };
}

export function queryParameters(url: URL) {
  const multi: Record<string, string[]> = Object.create(null);
  for (const [name, value] of url.searchParams) (multi[name] ??= []).push(value);
  return {
    queryStringParameters: orNull(lastValues(multi)),
    multiValueQueryStringParameters: orNull(multi),
  };
}

function requestContext(admitted: AdmittedRequest, identity: Identity) {
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
    identity: { ...ANONYMOUS, sourceIp: SOURCE_IP, userAgent: request.headers['user-agent'] ?? null },
    domainName: identity.domainName,
    apiId: api.id,
  };
}

/** A caller without AWS or Cognito credentials. */
const ANONYMOUS = {
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

/** A resource id that stays the same for a path: ten lower-case characters, as API Gateway's have. */
export function resourceIdOf(resourcePath: string): string {
  const digest = createHash('sha256').update(resourcePath).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}

/** Headers that API Gateway writes itself, in its own spelling; all others keep that of the client. */
const SPELLING: Readonly<Record<string, string>> = {
  host: 'Host',
  'user-agent': 'User-Agent',
};

/** Each header as it was sent; without that, in lower case. */
function sentHeaders({ rawHeaders, headers }: GatewayRequest): [name: string, value: string][] {
  if (rawHeaders === undefined)
    return Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    );
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}

/** The headers of a proxy event, with those that API Gateway adds. */
export function proxyHeaders(request: GatewayRequest, added: Readonly<Record<string, string>>) {
  const received = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of sentHeaders(request)) {
    const lower = name.toLowerCase();
    if (PER_HOP_HEADERS.has(lower)) continue;
    const header = received.get(lower) ?? { name: SPELLING[lower] ?? name, values: [] };
    header.values.push(value);
    received.set(lower, header);
  }
  for (const [name, value] of Object.entries(added))
    received.set(name.toLowerCase(), { name, values: [value] });
  const multiValueHeaders = Object.fromEntries(
    [...received.values()].map(({ name, values }) => [name, values]),
  );
  return { headers: lastValues(multiValueHeaders), multiValueHeaders };
}

/** The last value of each name, as in an event's single-valued maps. */
function lastValues(lists: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? '']));
}
