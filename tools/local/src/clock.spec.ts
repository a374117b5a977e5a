import { describe, expect, it } from '@jest/globals';
import { createClock } from './clock.ts';

describe('a sleep on the clock', () => {
  it('of more than 24.8 days does not end at once', async () => {
    const clock = createClock();
    const stopping = new AbortController();
    let woke = false;
    const sleep = clock.sleep(2 ** 32, stopping.signal).then(() => void (woke = true));
    await clock.sleep(20);
    expect(woke).toBe(false);
    stopping.abort();
    await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is as much shorter as the clock is faster', async () => {
    const hour = 3_600_000;
    const clock = createClock(hour);
    const before = clock.now();
    await clock.sleep(20 * hour);
    expect(clock.now() - before).toBeGreaterThanOrEqual(18 * hour);
  });
});
