import { describe, expect, it } from '@jest/globals';
import { IS_DEEP, runs, SEED, SEED_NOTE, seedFrom, seeds } from './depth.ts';

describe('runs', () => {
  it('is the full count in the deep run, and a tenth of it, rounded up, in the quick one', () => {
    expect([1000, 15, 1].map((full) => runs(full, true))).toEqual([1000, 15, 1]);
    expect([1000, 15, 1].map((full) => runs(full, false))).toEqual([100, 2, 1]);
  });
});

describe('seeds', () => {
  it('are as many as the runs, all different, and start with the one that the note tells how to repeat', () => {
    const drawn = seeds(30);
    expect(new Set(drawn).size).toBe(IS_DEEP ? 30 : 3);
    expect(drawn[0]).toBe(SEED);
    expect(seedFrom(SEED_NOTE.replace('HANOK_SEED=', ''))).toBe(SEED);
  });

  it('are refused when they are no whole number, and drawn when none is given', () => {
    expect(() => seedFrom('abc')).toThrow("HANOK_SEED is 'abc'");
    expect(seedFrom('')).toBeUndefined();
  });
});
