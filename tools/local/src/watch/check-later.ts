type Check = (changed: ReadonlySet<string>, signal: AbortSignal) => Promise<void>;

/** Runs checks that nothing waits for, once the changes have ended; what is not checked to the end is checked again. */
export function createLaterChecks(check: Check, onError: (error: unknown) => void) {
  const waiting = new Set<string>();
  let current = new AbortController();
  let work = Promise.resolve();

  /** Ends the check that runs. */
  function pause(): void {
    current.abort();
  }

  function start(changed: ReadonlySet<string>): void {
    pause();
    for (const file of changed) waiting.add(file);
    const { signal } = (current = new AbortController());
    const files = new Set(waiting);
    work = work
      .then(() => (signal.aborted ? undefined : check(files, signal)))
      .then(() => void (signal.aborted || waiting.clear()))
      .catch(onError);
  }

  return { start, pause, settled: () => work };
}
