import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { median, pairedRatio, quantile } from './median.ts';

const samples = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 });

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (taken, expected) => {
    expect(median(taken)).toBe(expected);
  });

  it('has as many samples below as above', () => {
    fc.assert(
      fc.property(samples, (taken) => {
        const middle = median(taken);
        const half = taken.length / 2;
        expect(taken.filter((each) => each < middle).length).toBeLessThanOrEqual(half);
        expect(taken.filter((each) => each > middle).length).toBeLessThanOrEqual(half);
      }),
    );
  });

  it('refuses to speak of no samples', () => {
    expect(() => median([])).toThrow(new RangeError('No samples'));
  });
});

describe('quantile', () => {
  it('is the lowest sample at 0 and the highest at 1', () => {
    expect([0, 0.1, 0.5, 1].map((share) => quantile([5, 1, 4, 2, 3], share))).toEqual([1, 1, 3, 5]);
  });
});

describe('pairedRatio', () => {
  it('compares the samples of each round, so that a slow machine slows both sides', () => {
    expect(pairedRatio([20, 200, 22], [10, 100, 10])).toBe(2);
  });

  it('refuses samples of other rounds', () => {
    expect(() => pairedRatio([1], [1, 2])).toThrow(RangeError);
  });
});
