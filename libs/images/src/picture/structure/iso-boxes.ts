/** More than any file has; more would take long to walk through. */
const MOST_BOXES = 10_000;

/** The boxes of a file or of a box, in order: size 1 has 64 bits after the type, size 0 reaches to the end. ISO/IEC 14496-12 */
export function* boxesOf(bytes: Buffer): Generator<{ type: string; content: Buffer }> {
  for (let at = 0, count = 0; at + 8 <= bytes.length && count < MOST_BOXES; count += 1) {
    const short = bytes.readUInt32BE(at);
    const header = short === 1 ? 16 : 8;
    if (at + header > bytes.length) return;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short || bytes.length - at;
    if (size < header) return;
    const type = bytes.toString('latin1', at + 4, at + 8);
    yield { type, content: bytes.subarray(at + header, at + size) };
    at += size;
  }
}

/**
 * The longest side, in pixels, that a picture in a HEIF container claims, parts of it included; 0 when it claims none.
 * ISO/IEC 23008-12, 6.5.3
 */
export function longestSide(bytes: Buffer): number {
  return longestOf(bytes, ['meta', 'iprp', 'ipco', 'ispe']);
}

function longestOf(bytes: Buffer, [type, ...deeper]: readonly string[]): number {
  let longest = 0;
  for (const box of boxesOf(bytes)) {
    if (box.type !== type) continue;
    // Version and flags stand before what `meta` and `ispe` hold.
    const content = type === 'meta' || type === 'ispe' ? box.content.subarray(4) : box.content;
    if (deeper.length > 0) longest = Math.max(longest, longestOf(content, deeper));
    else if (content.length >= 8)
      longest = Math.max(longest, content.readUInt32BE(0), content.readUInt32BE(4));
  }
  return longest;
}
