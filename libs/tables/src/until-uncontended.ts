import { setTimeout as delay } from 'node:timers/promises';

/** How often a write is tried while other writers are at its items. */
const ATTEMPTS = 6;
/** The longest wait before the second attempt; it doubles with each one. */
const FIRST_BACKOFF_MS = 25;

/**
 * Calls until the answer is another than `contended`, at most six times, and waits a random time in between, so that
 * writers of one item come apart. Rejects when the signal ends a wait.
 */
export async function untilUncontended<Answer extends { kind: string }>(
  call: () => Promise<Answer>,
  /** `random` answers from 0 up to, not including, 1. */
  { signal, random = Math.random }: { signal: AbortSignal; random?: (() => number) | undefined },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call();
    if (answer.kind !== 'contended' || attempt === ATTEMPTS) return answer;
    await delay(random() * FIRST_BACKOFF_MS * 2 ** (attempt - 1), undefined, { signal });
  }
}
