import { numeric, sumOf } from './numeric.ts';

/** The total. */
export const sum = numeric(sumOf, ({ sum: total }) => total);
