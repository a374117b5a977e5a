/**
 * How many frames the image sequence of an AVIF file has, 1 when it has none: the largest count of samples of its
 * tracks. ISO/IEC 14496-12
 */
export function sequenceFrames(bytes: Buffer): number {
  return Math.max(1, ...countsIn(bytes, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz']));
}

/** The counts of all boxes that are reached by the path. */
function countsIn(bytes: Buffer, [type, ...deeper]: readonly string[]): number[] {
  return boxesOf(bytes).flatMap((box) => {
    if (box.type !== type) return [];
    if (deeper.length > 0) return countsIn(box.content, deeper);
    // Version and flags, the size of all samples or 0, their count.
    return box.content.length < 12 ? [] : box.content.readUInt32BE(8);
  });
}

function boxesOf(bytes: Buffer): { type: string; content: Buffer }[] {
  const boxes = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const end = at + Math.max(8, bytes.readUInt32BE(at));
    const type = bytes.toString('latin1', at + 4, at + 8);
    boxes.push({ type, content: bytes.subarray(at + 8, end) });
    at = end;
  }
  return boxes;
}

/** Makes a file that begins as an image sequence begin as the still picture that it holds too: libvips opens only those. */
export function beginAsStill(bytes: Buffer): void {
  if (bytes.toString('latin1', 4, 12) === 'ftypavis') bytes.write('avif', 8, 'latin1');
}
