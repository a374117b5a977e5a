import { type Rejection, RejectedPictureError } from '../../errors.ts';
import type { PictureFile, PictureFormat } from '../picture-format.ts';
import { isCutOff } from './cut-off.ts';
import { gifShortfall } from './gif-data.ts';
import { longestSide } from './iso-boxes.ts';
import { jpegShortfall } from './jpeg-data.ts';
import { tiffShortfall } from './tiff-data.ts';
import { readTiffDirectory } from './tiff-directory.ts';
import { unsupportedIn } from './tiff-support.ts';

/** The most that libvips holds; of a longer side in a HEIF container it makes 1, which no limit would refuse. */
const LONGEST_SIDE = 100_000_000;

/**
 * Throws `RejectedPictureError` for a file that ends too soon, or that holds what the decoder would pass off as black
 * or wrong colours, or as smaller than it is. Reads what the file says of itself; no pixel is decoded.
 */
export function checkStructure({ format, bytes }: PictureFile): void {
  if (isCutOff(format, bytes))
    throw rejected('Truncated', `The ${format} file ends before its structure does`);
  const side = format === 'avif' || format === 'heic' ? longestSide(bytes) : 0;
  if (side > LONGEST_SIDE)
    throw rejected('TooManyPixels', `A side of ${side} pixels, at most ${LONGEST_SIDE}`);
  const tiff = format === 'tiff' ? readTiffDirectory(bytes) : undefined;
  const unsupported = tiff && unsupportedIn(tiff);
  if (unsupported !== undefined) throw rejected('Unsupported', `The TIFF has ${unsupported}`);
}

/**
 * Throws `RejectedPictureError` for a picture of which the file holds less than its header promises; a decoder would
 * leave that blank. It takes time with the size of the file, so the limits are to be checked before.
 */
export function checkData({ format, bytes }: PictureFile): void {
  const lack = SHORTFALLS[format]?.(bytes);
  if (lack !== undefined)
    throw rejected('Truncated', `The ${format} has less data than it promises: ${lack}`);
}

const SHORTFALLS: Readonly<Partial<Record<PictureFormat, (bytes: Buffer) => string | undefined>>> = {
  jpeg: (bytes) => jpegShortfall(bytes),
  gif: gifShortfall,
  tiff: (bytes) => {
    const tiff = readTiffDirectory(bytes);
    return tiff && tiffShortfall(bytes, tiff);
  },
};

function rejected(reason: Rejection, message: string): RejectedPictureError {
  return new RejectedPictureError(reason, message);
}
