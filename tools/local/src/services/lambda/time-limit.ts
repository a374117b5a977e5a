/** A limit in real time. */
export type TimeLimit = { reached: Promise<void>; cancel(): void };

/** Begins to run at once. */
export function startTimeLimit(ms: number): TimeLimit {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  return { reached: promise, cancel: () => clearTimeout(timer) };
}
