/** At most `count` at once, and then one more each `seconds / count`. */
export type RateLimit = { count: number; seconds: number };

/**
 * The state of a rate after one more, or undefined when that is too many now. The state is one time in milliseconds:
 * when everything that was taken has been given back. The state of a new rate is 0.
 */
export function takeFromRate(state: number, { count, seconds }: RateLimit, now: number): number | undefined {
  const period = seconds * 1000;
  // No clock gives a state beyond the period, save one that has gone back since.
  const from = state - now > period ? now : Math.max(state, now);
  const next = from + Math.floor(period / count);
  return next - now <= period ? next : undefined;
}
