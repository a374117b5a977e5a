import { averageOf, numeric } from './numeric.ts';

/** The mean. */
export const avg = numeric(averageOf, ({ sum, count }) => sum / count);
