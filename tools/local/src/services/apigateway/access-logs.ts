import { type AccessLogEntry, formatAccessLog } from './access-log.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { AccessLog } from './rest-config.ts';

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
