import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

const numbers = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(numbers(1, 5)).toEqual(numbers(1, 5));
    expect(numbers(1, 5)).not.toEqual(numbers(2, 5));
  });

  it('spreads evenly from 0 up to 1', () => {
    const tenths = Map.groupBy(numbers(3, 10_000), (each) => Math.floor(each * 10));
    expect([...tenths.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const each of tenths.values()) expect(Math.abs(each.length - 1_000)).toBeLessThan(150);
  });
});
