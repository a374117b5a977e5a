/**
 * How deep a proof goes. `npm run test:deep` sets HANOK_DEEP and asks for the full counts; `npm test` runs a tenth of
 * them. Each run of a spec file has a seed of its own; HANOK_SEED repeats one.
 */
const { HANOK_DEEP, HANOK_SEED } = process.env;

export const IS_DEEP = HANOK_DEEP === '1';

/** Say it in the title of every test that draws from it, so that a failure tells how to repeat it. */
export const SEED = seedFrom(HANOK_SEED) ?? Math.floor(Math.random() * 2 ** 31);
export const SEED_NOTE = `HANOK_SEED=${SEED}`;

/** The full count in the deep run, and a tenth of it, but one at least, in the quick one. */
export const runs = (full: number, isDeep = IS_DEEP): number => (isDeep ? full : Math.ceil(full / 10));

/** One seed for each of `runs(full)`; the first is `SEED`. */
export const seeds = (full: number): number[] => Array.from({ length: runs(full) }, (_, run) => SEED + run);

/** Throws a RangeError when the text is no whole number: the run would not be the one that was asked for. */
export function seedFrom(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new RangeError(`HANOK_SEED is '${text}'. Set it to the whole number of a failed test's title.`);
}
