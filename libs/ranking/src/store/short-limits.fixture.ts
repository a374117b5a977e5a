import { expect } from '@jest/globals';
import type { RedisLimits } from './redis-client.ts';

/** What the deployed clients promise. */
export const PROMISED_MS = 2_000;

/** A quarter of the limits of the deployed clients, so that a spec of a hung Redis is over sooner. */
export const SHORT_LIMITS: RedisLimits = { connectMs: 200, commandMs: 375, silenceMs: 250, callMs: 450 };
/** What clients with these limits keep to: as far from `callMs` as 2 s are from 1.8 s. */
export const SHORT_MS = 650;

/** Awaits the call, which must settle before the limit. */
export async function settlesInTime<Result>(call: () => Promise<Result>, limitMs: number): Promise<Result> {
  const begun = performance.now();
  try {
    return await call();
  } finally {
    expect(performance.now() - begun).toBeLessThan(limitMs);
  }
}
