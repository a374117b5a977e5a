import type { AsyncProgress } from './async-event-file.ts';

/** How long Lambda keeps at an event. */
export type AsyncPolicy = { maximumRetryAttempts: number; maximumEventAgeSeconds: number };

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const defaultAsyncPolicy: AsyncPolicy = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };

/** How a try ended: the function answered, or could not be run. */
export type AsyncTry =
  | { kind: 'answered'; payload: string; failed: boolean }
  | { kind: 'refused'; reason: string };

const retryDelaysMs: readonly number[] = [60_000, 120_000];
const FIRST_REFUSAL_DELAY_MS = 1_000;
const MAX_REFUSAL_DELAY_MS = 300_000;

/** An event that was accepted now, and is due. */
export function acceptedAt(now: number): AsyncProgress {
  return { acceptedAt: now, invokeCount: 0, errors: 0, refusals: 0, dueAt: now, delayMs: 0 };
}

/**
 * What follows from a try: undefined when the event is done with, else its next try, or why there is none. A function
 * error is retried after 1 and after 2 minutes, an invocation that was refused with growing delays, and none beyond
 * the event's age. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function afterTry(
  before: AsyncProgress,
  outcome: AsyncTry,
  policy: AsyncPolicy,
  now: number,
): AsyncProgress | undefined {
  if (outcome.kind === 'answered' && !outcome.failed) return undefined;
  const progress = counted(before, outcome);
  if (outcome.kind === 'answered' && progress.errors > policy.maximumRetryAttempts)
    return { ...progress, condition: 'RetriesExhausted' };
  const delayMs = outcome.kind === 'answered' ? retryDelay(progress.errors) : refusalDelay(before.refusals);
  const dueAt = now + delayMs;
  if (dueAt - progress.acceptedAt > policy.maximumEventAgeSeconds * 1000)
    return { ...progress, condition: 'EventAgeExceeded' };
  return { ...progress, delayMs, dueAt };
}

function counted(before: AsyncProgress, outcome: AsyncTry): AsyncProgress {
  const progress = { ...before, invokeCount: before.invokeCount + 1 };
  if (outcome.kind === 'refused')
    return { ...progress, refusals: before.refusals + 1, reason: outcome.reason };
  const { payload, failed } = outcome;
  return {
    ...progress,
    errors: before.errors + 1,
    refusals: 0,
    answer: { payload, failed },
    reason: payload,
  };
}

function retryDelay(errors: number): number {
  return retryDelaysMs[errors - 1] ?? retryDelaysMs.at(-1) ?? 0;
}

function refusalDelay(refusals: number): number {
  return Math.min(FIRST_REFUSAL_DELAY_MS * 2 ** Math.min(refusals, 20), MAX_REFUSAL_DELAY_MS);
}
