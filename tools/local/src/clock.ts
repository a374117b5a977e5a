import { setTimeout as delay } from 'node:timers/promises';

/**
 * The stack's clock for waits that AWS counts in seconds to days: visibility timeouts, retry delays, batch
 * windows, record age. Speed 1 is real time; at speed 60 a minute passes in a second. Function timeouts never
 * use it: a function runs in real time.
 */
export type Clock = {
  /** Milliseconds since the epoch on this clock. */
  now(): number;
  /** Resolves after `ms` on this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly speed: number;
};

/** What a timer of Node holds: a longer one would end at once. */
const MOST_MS = 2 ** 31 - 1;

/** A clock that starts at the real time and from there runs `speed` times as fast. */
export function createClock(speed = 1): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: async (ms, signal) => {
      for (let left = ms / speed; left > 0; left -= MOST_MS)
        await delay(Math.min(left, MOST_MS), undefined, { signal });
      signal?.throwIfAborted();
    },
    speed,
  };
}
