/** A line of a board's listing as Redis has it: a member of the order set, and its negated score. */
export type ListedLine = { member: string; negated: number };

/** Members and negated scores, in turn, as lines. */
export function listedLines(flat: readonly string[]): ListedLine[] {
  return Array.from({ length: flat.length / 2 }, (_, index) => ({
    member: flat[2 * index] ?? '',
    negated: Number(flat[2 * index + 1]),
  }));
}

/**
 * In listing order, which is that of Redis: by score from the highest, then by the bytes of the member, which begins
 * with the time of the score. All of it comes from the data and nothing from a shard, so lines of several shards
 * compare as those of one.
 */
export function compareLines(a: ListedLine, b: ListedLine): number {
  return a.negated - b.negated || compareBytes(a.member, b.member);
}

/** As UTF-8 sorts. Text of UTF-16 differs from it where a pair of surrogates meets a character from U+E000 on. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return byteOrder(one) - byteOrder(other);
  }
  return a.length - b.length;
}

function byteOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
