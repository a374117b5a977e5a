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

describe('a clock that is moved on', () => {
  it('wakes what sleeps until then, in the order of the times, what sleeps again included', async () => {
    const clock = createClock();
    const woke: [string, number][] = [];
    const begun = clock.now();
    const note = (name: string) => woke.push([name, Math.round((clock.now() - begun) / 1000)]);
    const hourly = async () => {
      for (let hour = 1; hour <= 3; hour += 1) {
        await clock.sleep(3_600_000);
        note(`hour ${hour}`);
      }
    };
    const all = [hourly(), clock.sleep(9_000_000).then(() => note('half past two'))];
    let late = false;
    const stopping = new AbortController();
    const beyond = clock.sleep(20_000_000, stopping.signal).then(() => void (late = true));
    await clock.advance(10_800_000);
    await Promise.all(all);
    expect(woke).toEqual([
      ['hour 1', 3600],
      ['hour 2', 7200],
      ['half past two', 9000],
      ['hour 3', 10_800],
    ]);
    expect(late).toBe(false);
    stopping.abort();
    await expect(beyond).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('shortens what is still to be slept', async () => {
    const clock = createClock();
    const sleep = clock.sleep(60_000);
    await clock.advance(59_980);
    await sleep;
  });

  it('goes back at a reset, and what sleeps has as long to sleep as before', async () => {
    const clock = createClock();
    await clock.advance(3_600_000);
    let woke = false;
    const sleep = clock.sleep(60_000).then(() => void (woke = true));
    clock.reset();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    await clock.advance(50_000);
    expect(woke).toBe(false);
    await clock.advance(10_000);
    await sleep;
  });

  it.each([-1, NaN, Infinity])('refuses %d', async (ms) => {
    await expect(createClock().advance(ms)).rejects.toThrow(RangeError);
  });
});
