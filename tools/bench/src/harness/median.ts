/** The value at a share (0 to 1) of the sorted samples, the lower neighbour where it falls between two. Throws `RangeError` without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.floor((sorted.length - 1) * share)];
  if (value === undefined) throw new RangeError('No samples');
  return value;
}

/** The middle sample; of an even number the mean of the two in the middle. Throws `RangeError` without samples. */
export function median(samples: readonly number[]): number {
  const middle = quantile(samples, 0.5);
  return samples.length % 2 === 1
    ? middle
    : (middle -
        quantile(
          samples.map((each) => -each),
          0.5,
        )) /
        2;
}

/**
 * The median of the ratios of the samples that were taken in one round: what slows the machine for a while slows both
 * sides of a round. Throws `RangeError` when the rounds do not pair up.
 */
export function pairedRatio(samples: readonly number[], reference: readonly number[]): number {
  if (samples.length !== reference.length) throw new RangeError('Samples that are not of the same rounds');
  return median(samples.map((each, round) => each / (reference[round] ?? Number.NaN)));
}
