import type { FrontResponse } from './front-response.ts';
import type { RoutedRequest } from './proxy-event.ts';
import { requestTime } from './request-time.ts';

/** What an access log can tell about one request; `context` by the names of API Gateway's `$context` variables. */
export type AccessLogEntry = {
  apiId: string;
  stage: string;
  context: Readonly<Record<string, string>>;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
export function accessLogEntry(routed: RoutedRequest, response: FrontResponse): AccessLogEntry {
  const { request, api, stage, receivedAt } = routed;
  const { 'user-agent': userAgent } = request.headers;
  return {
    apiId: api.id,
    stage: stage.name,
    context: {
      apiId: api.id,
      stage: stage.name,
      requestId: request.id,
      extendedRequestId: routed.extendedRequestId,
      requestTime: requestTime(receivedAt),
      requestTimeEpoch: String(receivedAt),
      httpMethod: request.method,
      resourcePath: routed.match.route.resourcePath,
      path: `/${stage.name}${routed.path}`,
      protocol: 'HTTP/1.1',
      status: String(response.status),
      responseLength: String(Buffer.byteLength(response.body)),
      responseLatency: String(Date.now() - receivedAt),
      'identity.sourceIp': '127.0.0.1',
      ...(userAgent !== undefined && { 'identity.userAgent': userAgent }),
    },
  };
}

/** One line in a stage's format; a variable without a value is `-`, as in API Gateway. */
export function formatAccessLog(format: string, { context }: AccessLogEntry): string {
  return format.replaceAll(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (_all, name: string) => {
    return (Object.hasOwn(context, name) ? context[name] : undefined)?.replaceAll(/["\\\r\n]/g, '') ?? '-';
  });
}
