import type { Branch } from '../definition.ts';
import { StateCancelled, StateFailure } from '../failure.ts';
import { tell, type Thread, type Visit } from '../visit.ts';

export type RunThread = (thread: Thread, branch: Branch, input: unknown) => Promise<unknown>;

/** One of the threads that a state runs side by side. */
export type Job = { branch: Branch; input: unknown; item?: object | undefined };
type Hooks = {
  onStart?(index: number, previous: number): number;
  onEnd?(index: number, previous: number): number;
  onFail?(index: number, previous: number): void;
  onCancel?(index: number, previous: number): void;
};

/**
 * Runs the jobs, `most` of them at a time, and answers their outputs in order. The first that fails cancels the others,
 * and the state goes on from its last event.
 */
export async function runJobs(
  visit: Visit,
  jobs: readonly Job[],
  most: number,
  runThread: RunThread,
  hooks: Hooks = {},
): Promise<unknown[]> {
  const { thread, place, retryCount } = visit;
  const begun = thread.previous;
  const failedBefore = failureIn(visit);
  if (failedBefore) throw failedBefore;
  const stopping = new AbortController();
  const signal = AbortSignal.any([thread.signal, stopping.signal]);
  const outputs: unknown[] = [];
  const running = new Map<number, Thread>();
  let failed: { reason: unknown; previous: number } | undefined;
  let next = 0;

  const open = (previous: number) => {
    const index = next;
    next += 1;
    const path = `${place}b${retryCount}.${index}`;
    const variables = { ...thread.variables };
    const item = jobs[index]?.item ?? thread.item;
    const opened: Thread = { ...thread, path, previous, variables, item, at: undefined, signal };
    running.set(index, opened);
    opened.previous = hooks.onStart?.(index, previous) ?? previous;
    return { index, opened };
  };
  const work = async (lane: ReturnType<typeof open>): Promise<void> => {
    for (let { index, opened } = lane; ; { index, opened } = open(opened.previous)) {
      const job = jobs[index];
      if (job === undefined) return;
      try {
        outputs[index] = await runThread(opened, job.branch, job.input);
      } catch (reason) {
        if (failed === undefined && !(reason instanceof StateCancelled)) {
          running.delete(index);
          failed = { reason, previous: opened.previous };
          hooks.onFail?.(index, opened.previous);
          stopping.abort();
        }
        return;
      }
      if (signal.aborted) return;
      running.delete(index);
      thread.previous = hooks.onEnd?.(index, opened.previous) ?? opened.previous;
      if (next >= jobs.length) return;
    }
  };
  const lanes = Array.from({ length: Math.min(most, jobs.length) }, () => open(begun));
  await Promise.all(lanes.map(work));
  if (failed === undefined) {
    if (thread.signal.aborted) throw new StateCancelled();
    return outputs;
  }
  const { reason, previous } = failed;
  for (const [index, { at }] of running) {
    const key = `${retryCount}.${index}Cancelled`;
    if (at !== undefined) tell(visit, `${at}StateAborted`, undefined, { previous, aside: true, key });
    hooks.onCancel?.(index, previous);
  }
  thread.previous = previous;
  noteFailure(visit, reason, previous);
  throw reason;
}

/** How the branches of this attempt failed, as it is noted: those that were cancelled are not run again. */
type Failed = Pick<StateFailure, 'error' | 'reason' | 'origin' | 'placed'> & { previous: number };

function noteFailure({ run, place, retryCount }: Visit, thrown: unknown, previous: number): void {
  if (!(thrown instanceof StateFailure)) return;
  const { error, reason, origin, placed } = thrown;
  const failed: Failed = { error, reason, origin, placed, previous };
  run.history.note(`${place}f${retryCount}`, failed);
}

function failureIn({ run, thread, place, retryCount }: Visit): StateFailure | undefined {
  // Only `noteFailure` writes the key.
  const failed = run.history.noted(`${place}f${retryCount}`) as Failed | undefined;
  if (failed === undefined) return undefined;
  thread.previous = failed.previous;
  return new StateFailure(failed.error, failed.reason, failed.origin, undefined, failed.placed);
}
