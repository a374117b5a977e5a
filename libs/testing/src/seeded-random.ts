export type SeededRandom = ReturnType<typeof seededRandom>;

/** The same numbers for the same seed, on every machine (mulberry32). */
export function seededRandom(seed: number) {
  let state = seed | 0;
  /** From 0 up to, not including, 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number between the two, both included. */
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  /** A whole number from 0 up to, not including, the count. */
  const below = (count: number) => Math.floor(next() * count);
  /** One of the values, of which there is at least one. */
  const pick = <Value>(values: readonly Value[]): Value => {
    const at = below(values.length);
    if (at >= values.length) throw new RangeError('There is no value to pick from.');
    return values[at] as Value; // The index lies within the list.
  };
  const shuffle = <Value>(values: readonly Value[]): Value[] =>
    values
      .map((value) => ({ value, key: next() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ value }) => value);
  return { next, between, below, pick, shuffle };
}
