/** Whole seconds, rounded up and at least 1, that a unicorn takes over so many metres at so many metres per second. */
export function etaSeconds(metres: number, speedMps: number): number {
  return Math.max(1, Math.ceil(metres / speedMps));
}

/** Up to this many of a unit are told in it. */
const LARGEST = 90;

/**
 * Whole seconds as text, such as `30 seconds`: in seconds up to 90, in minutes up to 90, else in hours, rounded up so
 * that a rider never waits longer than was said.
 */
export function describeEta(seconds: number): string {
  if (seconds <= LARGEST) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= LARGEST ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
