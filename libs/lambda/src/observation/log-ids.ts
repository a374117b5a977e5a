import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line inside a call carries, such as `requestId` and `messageId`. */
export type LogIds = Readonly<Record<string, string | number | readonly string[]>>;

const storage = new AsyncLocalStorage<LogIds>();

/** Runs `call`; log lines written in it, however deep and late, carry these ids beside the outer ones. */
export function withLogIds<Result>(ids: LogIds, call: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...ids }, call);
}

/** The ids of the current call; empty outside of one. */
export function currentLogIds(): LogIds {
  return storage.getStore() ?? {};
}

/** The id of the trace in a header of X-Ray, such as `Root=1-…;Parent=…`; empty without one. */
export function traceIds(header: string | undefined): LogIds {
  const traceId = /(?:^|;)Root=([\w-]{1,100})/.exec(header ?? '')?.[1];
  return traceId === undefined ? {} : { traceId };
}
