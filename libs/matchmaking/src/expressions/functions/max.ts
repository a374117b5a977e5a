import { numeric } from './numeric.ts';

/** The largest number. */
export const max = numeric(
  (numbers) => Math.max(...numbers),
  ({ max: most }) => most,
);
