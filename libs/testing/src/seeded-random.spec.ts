import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

const numbers = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
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

  it('reaches both ends of a range, every value of a list, and keeps all values when it shuffles', () => {
    const random = seededRandom(7);
    const many = <Value>(draw: () => Value) => new Set(Array.from({ length: 200 }, draw));
    expect([...many(() => random.between(-1, 1))].toSorted((a, b) => a - b)).toEqual([-1, 0, 1]);
    expect(many(() => random.pick(['a', 'b', 'c']))).toEqual(new Set(['a', 'b', 'c']));
    const list = Array.from({ length: 20 }, (_, index) => index);
    const shuffled = random.shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(list);
    expect(() => random.pick([])).toThrow('There is no value to pick from.');
  });
});
