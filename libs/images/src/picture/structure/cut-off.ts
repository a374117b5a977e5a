import type { PictureFormat } from '../picture-format.ts';
import { isGifCutOff } from './gif-blocks.ts';
import { readTiffDirectory } from './tiff-directory.ts';

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
  tiff: (bytes) => readTiffDirectory(bytes) === undefined,
};

const IEND = 0x49454e44;

/** Chunks up to IEND: length, type, that many bytes, checksum. https://www.w3.org/TR/png-3/#5Chunk-layout */
function isPngCutOff(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += bytes.readUInt32BE(at) + 12)
    if (bytes.readUInt32BE(at + 4) === IEND) return false;
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
