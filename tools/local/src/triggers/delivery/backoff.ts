/** Wait before the `tries`-th repetition (from 1): one second, doubled each time, at most `limitMs` (one minute). */
export function backoffMs(tries: number, limitMs = 60_000): number {
  return Math.min(limitMs, 1000 * 2 ** Math.max(0, tries - 1));
}
