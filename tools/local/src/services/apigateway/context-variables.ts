import type { StagedRequest } from './routing/staged-request.ts';

/** Values by the names of API Gateway's `$context` variables, such as `identity.sourceIp`. */
export type ContextVariables = Readonly<Record<string, string>>;

/** What is known of a request. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html */
export function contextVariables(staged: StagedRequest): ContextVariables {
  const { request, api, stage, receivedAt, match } = staged;
  const { 'user-agent': userAgent } = request.headers;
  return {
    apiId: api.id,
    stage: stage.name,
    requestId: request.id,
    extendedRequestId: staged.extendedRequestId,
    requestTime: requestTime(receivedAt),
    requestTimeEpoch: String(receivedAt),
    httpMethod: request.method,
    path: `/${stage.name}${staged.path}`,
    protocol: 'HTTP/1.1',
    'identity.sourceIp': '127.0.0.1',
    ...(match !== undefined && { resourcePath: match.route.resourcePath }),
    ...(userAgent !== undefined && { 'identity.userAgent': userAgent }),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The common log format's time in UTC, such as `09/Apr/2015:12:34:56 +0000`. */
export function requestTime(epochMs: number): string {
  const [date = '', time = ''] = new Date(epochMs).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1] ?? ''}/${year}:${time.slice(0, 8)} +0000`;
}
