import type { PictureFormat } from './picture-format.ts';

/**
 * Whether the file ends before its own structure does. Decoders pass over some of this: an animation that lacks its
 * last frames, a PNG without its end. A JPEG has no lengths to tell by; its decoder finds the missing end. What is
 * not as the format says is left to the decoder as well.
 */
export function isCutOff(format: PictureFormat, bytes: Buffer): boolean {
  return CHECKS[format]?.(bytes) ?? false;
}

const CHECKS: Readonly<Partial<Record<PictureFormat, (bytes: Buffer) => boolean>>> = {
  png: isPngCutOff,
  gif: isGifCutOff,
  webp: (bytes) => bytes.length < 12 || bytes.readUInt32LE(4) + 8 > bytes.length,
  avif: isIsoMediaCutOff,
  heic: isIsoMediaCutOff,
  tiff: isTiffCutOff,
};

/** Chunks up to IEND: length, type, that many bytes, checksum. https://www.w3.org/TR/png-3/#5Chunk-layout */
function isPngCutOff(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += bytes.readUInt32BE(at) + 12)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return false;
  return true;
}

/** Boxes up to the end: size, type; size 1 has 64 bits after the type, size 0 reaches to the end. ISO/IEC 14496-12 */
function isIsoMediaCutOff(bytes: Buffer): boolean {
  let at = 0;
  while (at + 16 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size === 0) return false;
    at += size === 1 ? Math.max(16, Number(bytes.readBigUInt64BE(at + 8))) : Math.max(8, size);
  }
  return at > bytes.length;
}

/** The place of the first directory, of 64 bits in BigTIFF. */
function isTiffCutOff(bytes: Buffer): boolean {
  if (bytes.length < 16) return true;
  const little = bytes[0] === 0x49;
  const big = bytes[little ? 2 : 3] === 0x2b;
  const place = big
    ? Number(little ? bytes.readBigUInt64LE(8) : bytes.readBigUInt64BE(8))
    : little
      ? bytes.readUInt32LE(4)
      : bytes.readUInt32BE(4);
  return place + 2 > bytes.length;
}

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Blocks up to the trailer. https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function isGifCutOff(bytes: Buffer): boolean {
  let at = 13 + colorTableBytes(bytes[10]);
  for (let block = bytes[at]; block !== undefined; block = bytes[at]) {
    if (block === TRAILER) return false;
    if (block === EXTENSION) at = afterSubBlocks(bytes, at + 2);
    else if (block === IMAGE) at = afterSubBlocks(bytes, at + 11 + colorTableBytes(bytes[at + 9]));
    else return false;
  }
  return true;
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
