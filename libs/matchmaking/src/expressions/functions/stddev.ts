import { averageOf, numeric } from './numeric.ts';

/** The standard deviation of the players in the match as a whole population, which AWS does not say. */
export const stddev = numeric((numbers) => {
  const mean = averageOf(numbers);
  return Math.sqrt(averageOf(numbers.map((each) => (each - mean) ** 2)));
});
