import { setTimeout as delay } from 'node:timers/promises';

/** Calls that wait until another call with the same key has passed them. */
export type Overtaking = {
  /**
   * Resolves when a later call has passed, at the latest after `ms`; at once when another one waits already, which this
   * one passes. False when the client goes away meanwhile.
   */
  wait(key: string, ms: number, signal: AbortSignal): Promise<boolean>;
  /** A call has ended: what waits for it goes on. */
  passed(key: string): void;
};

export function createOvertaking(): Overtaking {
  const waiting = new Map<string, AbortController>();
  return {
    wait: async (key, ms, signal) => {
      if (waiting.has(key)) return true;
      const overtaken = new AbortController();
      waiting.set(key, overtaken);
      try {
        await delay(ms, undefined, { signal: AbortSignal.any([signal, overtaken.signal]) });
      } catch {
        return !signal.aborted;
      } finally {
        waiting.delete(key);
      }
      return true;
    },
    passed: (key) => waiting.get(key)?.abort(),
  };
}
