import { describe, expect, it } from '@jest/globals';
import { createTokenBucket } from './throttle.ts';

describe('a token bucket', () => {
  it('lets the burst pass at once, then the rate, and never saves more than a burst', () => {
    let now = 0;
    const admit = createTokenBucket({ rateLimit: 10, burstLimit: 2 }, () => now);
    const passed = (tries: number) => Array.from({ length: tries }, admit).filter(Boolean).length;
    expect(passed(5)).toBe(2);
    now = 99;
    expect(passed(5)).toBe(0);
    now = 100;
    expect(passed(5)).toBe(1);
    now = 60_000;
    expect(passed(5)).toBe(2);
  });
});
