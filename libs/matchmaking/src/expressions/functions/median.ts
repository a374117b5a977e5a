import { averageOf, numeric } from './numeric.ts';

/** The middle number; of an even count the mean of the two in the middle, which AWS does not say. */
export const median = numeric((numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return averageOf(sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1));
});
