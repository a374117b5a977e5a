import { numeric } from './numeric.ts';

/** The smallest number. */
export const min = numeric(
  (numbers) => Math.min(...numbers),
  ({ min: least }) => least,
);
