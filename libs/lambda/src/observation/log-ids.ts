import { AsyncLocalStorage } from 'node:async_hooks';
import { currentTrace, inTrace, traceIdOf } from './trace.ts';

/** What every log line inside a call carries, such as `requestId` and `messageId`. */
export type LogIds = Readonly<Record<string, string | number | readonly string[]>>;

const storage = new AsyncLocalStorage<Record<string, LogIds[string]>>();

/** Runs `call`; log lines written in it, however deep and late, carry these ids beside the outer ones. */
export function withLogIds<Result>(ids: LogIds, call: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...ids }, call);
}

/** From here on log lines of the current call carry these ids, too: what it finds out about itself while it runs. */
export function addLogIds(ids: LogIds): void {
  Object.assign(storage.getStore() ?? {}, ids);
}

/** The ids of the current call and of its trace; empty outside of one. */
export function currentLogIds(): LogIds {
  const traceId = traceIdOf(currentTrace());
  return { ...storage.getStore(), ...(traceId !== undefined && { traceId }) };
}

/**
 * Runs work for several messages together. When they are all of one trace it is that of the work; otherwise log lines
 * carry the list `traceIds`.
 */
export function inTraces<Result>(traces: readonly (string | undefined)[], call: () => Result): Result {
  const ids = [...new Set(traces.map((trace) => traceIdOf(trace)))];
  if (ids.length === 1) return inTrace(traces[0], call);
  const traceIds = ids.filter((id) => id !== undefined);
  return traceIds.length === 0 ? call() : withLogIds({ traceIds }, call);
}
