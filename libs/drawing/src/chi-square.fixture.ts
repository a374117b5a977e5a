/** Probability that counts of equally likely outcomes lie at least this far from even. Wilson and Hilferty's approximation. */
export function evenness(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  const spread = 2 / (9 * freedom);
  return upperTail((Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread));
}

/** Probability that a standard normal value lies above. Abramowitz and Stegun 26.2.17, off by less than 7.5e-8. */
function upperTail(value: number): number {
  if (value < 0) return 1 - upperTail(-value);
  const t = 1 / (1 + 0.2316419 * value);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const density = Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
  return density * series.reduceRight((sum, factor) => (sum + factor) * t, 0);
}
