const EXTENSION = 0x21;
const IMAGE = 0x2c;

type GifFrame = { width: number; height: number; /** Where its LZW data begins. */ data: number };

/**
 * The frames of a GIF, and at last whether its blocks end before its trailer. What is neither an extension nor an
 * image ends the walk: the trailer, or what is left to the decoder.
 * https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */
export function* gifFrames(bytes: Buffer): Generator<GifFrame, 'whole' | 'cut off'> {
  let at = 13 + colorTableBytes(bytes[10]);
  for (let block = bytes[at]; block !== undefined; block = bytes[at]) {
    if (block === EXTENSION) at = afterSubBlocks(bytes, at + 2);
    else if (block !== IMAGE) return 'whole';
    else {
      if (at + 10 > bytes.length) return 'cut off';
      const data = at + 10 + colorTableBytes(bytes[at + 9]);
      yield { width: bytes.readUInt16LE(at + 5), height: bytes.readUInt16LE(at + 7), data };
      at = afterSubBlocks(bytes, data + 1);
    }
  }
  return 'cut off';
}

export function isGifCutOff(bytes: Buffer): boolean {
  const frames = gifFrames(bytes);
  let step = frames.next();
  while (step.done !== true) step = frames.next();
  return step.value === 'cut off';
}

function colorTableBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Sub-blocks, a length and that many bytes, up to one of length 0. */
function afterSubBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let size = bytes[at]; size !== undefined && size > 0; size = bytes[at]) at += size + 1;
  return at + 1;
}
