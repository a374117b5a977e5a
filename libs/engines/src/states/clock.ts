import { setTimeout as delay } from 'node:timers/promises';
import { StateCancelled } from './failure.ts';

/** Milliseconds since the epoch, and a sleep on the same clock that rejects when the signal aborts. */
export type Clock = { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };

export const REAL_CLOCK: Clock = {
  now: Date.now,
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }),
};

/** No timer of Node holds more than 2^31 - 1 ms, 24.8 days: a longer sleep is several of a day. */
const MOST_MS = 86_400_000;

/** Resolves when the clock shows `due`, at once when that is past. Rejects with `StateCancelled`. */
export async function sleepUntil(due: number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    const left = due - clock.now();
    if (signal.aborted) throw new StateCancelled();
    if (left <= 0) return;
    await clock.sleep(Math.min(left, MOST_MS), signal).catch((error: unknown) => {
      throw signal.aborted ? new StateCancelled() : error;
    });
  }
}

/** What `work` gives, or `StateCancelled` once the signal aborts, whichever comes first. */
export async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new StateCancelled());
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}
