/** What CloudWatch counts per function, under its names. Durations in milliseconds. */
export type FunctionCounters = {
  Invocations: number;
  Errors: number;
  Throttles: number;
  Duration: { SampleCount: number; Sum: number; Minimum: number; Maximum: number };
};

export function emptyCounters(): FunctionCounters {
  const Duration = { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 };
  return { Invocations: 0, Errors: 0, Throttles: 0, Duration };
}

/** Counts one invocation that ran. */
export function countInvocation(counters: FunctionCounters, durationMs: number, failed: boolean): void {
  const { Duration } = counters;
  counters.Invocations += 1;
  if (failed) counters.Errors += 1;
  Duration.Minimum = Duration.SampleCount === 0 ? durationMs : Math.min(Duration.Minimum, durationMs);
  Duration.Maximum = Math.max(Duration.Maximum, durationMs);
  Duration.SampleCount += 1;
  Duration.Sum += durationMs;
}
