import type { Catcher, Retrier } from './definition.ts';
import type { StateFailure } from './failure.ts';

/**
 * An error is among those that a Retry or a Catch names. `States.Runtime` never is, and data that is too large between
 * two states only by its own name; a task's result that is too large is an error as any other.
 */
function matches(names: readonly string[], { error, origin }: StateFailure): boolean {
  if (origin !== 'task' && error === 'States.Runtime') return false;
  if (origin === 'limit') return names.includes(error ?? '');
  return names.some((name) => {
    if (name === 'States.ALL' || name === error) return true;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === 'States.HeartbeatTimeout' && error === 'States.Timeout';
  });
}

export function catcherOf(catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
}

/**
 * After how many milliseconds a state is tried again; undefined when it is not. `counts` says how often each retrier
 * was used. https://states-language.net/spec.html#retrying-after-error
 */
export function retryDelay(
  retriers: readonly Retrier[],
  failure: StateFailure,
  counts: Map<Retrier, number>,
  random: () => number,
): number | undefined {
  const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
  if (retrier === undefined) return undefined;
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = retrier;
  const used = counts.get(retrier) ?? 0;
  if (used >= MaxAttempts) return undefined;
  counts.set(retrier, used + 1);
  const seconds = Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds);
  return 1_000 * (retrier.JitterStrategy === 'FULL' ? random() * seconds : seconds);
}
