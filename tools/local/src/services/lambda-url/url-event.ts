import { requestTime } from '../apigateway/context-variables.ts';
import { forwardedHeaders } from '../apigateway/integration/proxy-event.ts';
import { PER_HOP_HEADERS } from '../../gateway/per-hop-headers.ts';
import type { GatewayRequest } from '../../gateway/service.ts';

const SOURCE_IP = '127.0.0.1';
const TEXT =
  /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml)|x-www-form-urlencoded|graphql))/i;

/**
 * The event of a function URL, payload version 2.0: names of headers in lower case, values of one name with commas
 * between, a body that is no text in Base64. `path` begins with a slash and stays percent-encoded.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function urlEvent(request: GatewayRequest, url: { id: string; path: string; now: number }) {
  const { method, headers, body } = request;
  const domainName = headers.host ?? '';
  const cookies = headers.cookie?.split(/; */).filter((cookie) => cookie !== '');
  const query = queryOf(request.url);
  const isBase64Encoded = body.length > 0 && !TEXT.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.path,
    rawQueryString: request.url.search.slice(1),
    ...(cookies && { cookies }),
    headers: headersOf(request),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      ...{ accountId: 'anonymous', apiId: url.id, domainName, domainPrefix: url.id },
      http: {
        ...{ method, path: url.path, protocol: 'HTTP/1.1', sourceIp: SOURCE_IP },
        userAgent: headers['user-agent'] ?? null,
      },
      ...{ requestId: request.id, routeKey: '$default', stage: '$default' },
      ...{ time: requestTime(url.now), timeEpoch: url.now },
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

/** Those of the client and those that are added; cookies have a member of their own. */
function headersOf(request: GatewayRequest): Record<string, string> {
  const received = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined || name === 'cookie' || PER_HOP_HEADERS.has(name)
      ? []
      : [[name, [value].flat().join(',')]],
  );
  const added = Object.entries(forwardedHeaders(request)).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries([...received, ...added]);
}

function queryOf({ searchParams }: URL): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const name of new Set(searchParams.keys())) query[name] = searchParams.getAll(name).join(',');
  return query;
}
