import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';

/** Waits `ms` of real time, or until the signal aborts; never rejects. */
export async function restFor(ms: number, signal: AbortSignal): Promise<void> {
  await untilAborted(delay(ms, undefined, { signal }), signal);
}

/** Waits `ms` on the stack's clock, or until the signal aborts; never rejects for an abort. */
export async function sleepFor(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await untilAborted(clock.sleep(ms, signal), signal);
}

async function untilAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await wait;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
