import { boxesOf } from './iso-boxes.ts';

/**
 * How many frames the image sequence of an AVIF file has, 1 when it has none: the largest count of samples of its
 * tracks. ISO/IEC 14496-12
 */
export function sequenceFrames(bytes: Buffer): number {
  return mostSamples(bytes, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz']);
}

/** The largest count of all boxes that are reached by the path. */
function mostSamples(bytes: Buffer, [type, ...deeper]: readonly string[]): number {
  let most = 1;
  for (const box of boxesOf(bytes)) {
    if (box.type !== type) continue;
    // A count stands after version and flags, and the size of all samples or 0.
    if (deeper.length > 0) most = Math.max(most, mostSamples(box.content, deeper));
    else if (box.content.length >= 12) most = Math.max(most, box.content.readUInt32BE(8));
  }
  return most;
}

const [ACTL, IDAT] = [0x6163544c, 0x49444154];

/** How many frames a PNG says that it has, 1 when it says nothing. https://www.w3.org/TR/png-3/#acTL-chunk */
export function pngFrames(bytes: Buffer): number {
  for (let at = 8; at + 12 <= bytes.length; at += bytes.readUInt32BE(at) + 12) {
    const type = bytes.readUInt32BE(at + 4);
    if (type === ACTL) return Math.max(1, bytes.readUInt32BE(at + 8));
    if (type === IDAT) return 1;
  }
  return 1;
}

/** Makes a file that begins as an image sequence begin as the still picture that it holds too: libvips opens only those. */
export function beginAsStill(bytes: Buffer): void {
  if (bytes.toString('latin1', 4, 12) === 'ftypavis') bytes.write('avif', 8, 'latin1');
}
