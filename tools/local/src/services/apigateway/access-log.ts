import type { LogStore } from '../logs/log-store.ts';
import type { RestResponse } from './answers/rest-response.ts';
import { type ContextVariables, contextVariables } from './context-variables.ts';
import type { AccessLog } from './rest-config.ts';
import type { StagedRequest } from './routing/staged-request.ts';

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

/** Writes one line per request into the log group of its stage. */
export function createAccessLogs(logs: Pick<LogStore, 'append'>) {
  const stages = new Map<string, AccessLog & { apiName: string }>();
  return {
    add: (api: { id: string; name: string }, accessLogs: Readonly<Record<string, AccessLog>>): void => {
      for (const [stage, accessLog] of Object.entries(accessLogs))
        stages.set(`${api.id}/${stage}`, { ...accessLog, apiName: api.name });
    },
    write: (entry: AccessLogEntry): void => {
      const stage = stages.get(`${entry.apiId}/${entry.stage}`);
      if (!stage) return;
      const { logGroup, format, apiName } = stage;
      const line = formatAccessLog(format, entry);
      logs.append({ functionName: apiName, logGroup, logStream: entry.stage, time: Date.now(), line });
    },
  };
}
