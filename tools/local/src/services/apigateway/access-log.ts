import { type ContextVariables, contextVariables } from './context-variables.ts';
import type { RestResponse } from './rest-response.ts';
import type { StagedRequest } from './staged-request.ts';

/** What an access log can tell about one request. */
export type AccessLogEntry = { apiId: string; stage: string; context: ContextVariables };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
export function accessLogEntry(staged: StagedRequest, response: RestResponse): AccessLogEntry {
  return {
    apiId: staged.api.id,
    stage: staged.stage.name,
    context: {
      ...contextVariables(staged),
      status: String(response.status),
      responseLength: String(Buffer.byteLength(response.body)),
      responseLatency: String(Date.now() - staged.receivedAt),
    },
  };
}

/** One line in a stage's format; a variable without a value is `-`, as in API Gateway. */
export function formatAccessLog(format: string, { context }: AccessLogEntry): string {
  return format.replaceAll(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (_all, name: string) => {
    return (Object.hasOwn(context, name) ? context[name] : undefined)?.replaceAll(/["\\\r\n]/g, '') ?? '-';
  });
}
