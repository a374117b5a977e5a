/** Orders sequence numbers of up to 40 digits, as a sort's comparison. */
export function compareSequenceNumbers(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
