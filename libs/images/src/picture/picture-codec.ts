import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { RejectedPictureError } from '../errors.ts';
import { decoded } from './decoder-errors.ts';
import type { Box } from './fit-box.ts';
import { mediaTypeOf, type OutputFormat, type PictureFile, type PictureFormat } from './picture-format.ts';
import type { PictureHeader } from './picture-limits.ts';
import { pngFrames, sequenceFrames } from './structure/image-sequence.ts';
import { blankingWarning } from './structure/tiff-data.ts';
import { readTiffDirectory, type TiffDirectory } from './structure/tiff-directory.ts';
import { hasUnnamedChannel, isTiled } from './structure/tiff-support.ts';

/**
 * Makes the decoder hold little memory, in the whole process: for an app's entry, and never done by importing. A cache
 * of operations helps who decodes the same file again; here it would hold the memory of the last pictures. A small
 * function has less than one core, and each further thread of a picture has buffers of its own.
 */
export function saveDecoderMemory(): void {
  sharp.cache(false);
  sharp.concurrency(1);
}

/** Formats of which an animation stays one. */
const ANIMATED: readonly string[] = ['gif', 'webp'];

/** Whether this build of libvips decodes the format: the usual ones have no HEVC, and so no HEIC. */
export function canDecode(format: PictureFormat): boolean {
  return format !== 'heic' || (sharp.format.heif.input.fileSuffix ?? []).includes('.heic');
}

/** Reads a picture's header; no pixel is decoded. Throws `RejectedPictureError`. */
export async function readHeader({ format, bytes }: PictureFile): Promise<PictureHeader> {
  const metadata = await decoded(() => sharp(bytes, OPTIONS).metadata());
  const { mediaType = 'what is not known', channels, orientation = 1 } = metadata;
  if (mediaType !== mediaTypeOf(format)) {
    // The container of AVIF may hold pictures of other codecs.
    const reason = metadata.format === 'heif' ? 'Unsupported' : 'Damaged';
    throw new RejectedPictureError(reason, `The bytes begin as ${format} and go on as ${mediaType}`);
  }
  const { width, height } = metadata.autoOrient;
  return {
    format,
    width,
    height,
    orientation,
    frames: framesOf({ format, bytes }, metadata),
    channels,
    sampleBytes: depthOf(metadata),
  };
}

type Drawing = {
  size: Box;
  format: OutputFormat;
  seconds: number;
  /** So many of the first frames of an animation; 1 makes a still. */
  frames: number;
};

/**
 * The picture at exactly that size, upright, in sRGB, without metadata. Throws `RejectedPictureError` for bytes that
 * cannot be decoded in full.
 */
export async function drawPicture(file: PictureFile, drawing: Drawing): Promise<Buffer> {
  const tiff = tiffOf(file);
  if (file.format !== 'jpeg') return draw(file, drawing, tiff && isTiled(tiff) ? 'warning' : 'error');
  try {
    return await draw(file, drawing, 'warning');
  } catch (error) {
    if (!(error instanceof RejectedPictureError) || error.reason !== 'Damaged') throw error;
    return draw(file, drawing, 'error');
  }
}

/** Whether an animation in this format stays one. */
export function holdsFrames(format: OutputFormat): boolean {
  return ANIMATED.includes(format);
}

/**
 * Damage fails the picture where libvips calls it an error, not at every warning: photos with harmless ones are common.
 * Two things it calls a warning leave blank parts, so those fail at warnings: tiles of a TIFF that cannot be decoded, and
 * the data of a JPEG that ends too soon, unless the first warning is a harmless one.
 */
type FailOn = 'error' | 'warning';

function draw(
  file: PictureFile,
  { size, format, seconds, frames }: Drawing,
  failOn: FailOn,
): Promise<Buffer> {
  return decoded(async () => {
    const source = await opened(
      file,
      { ...OPTIONS, failOn, pages: holdsFrames(format) ? frames : 1 },
      seconds,
    );
    const warnings: string[] = [];
    source.on('warning', (said: string) => void warnings.push(said));
    const picture = source.timeout({ seconds }).resize({ ...size, fit: 'fill' });
    const bytes = await written(picture, format, frames > 1).toBuffer();
    const tiff = tiffOf(file);
    const lack = tiff && blankingWarning(warnings, tiff);
    if (lack !== undefined) throw new RejectedPictureError('Truncated', `The decoder warns: ${lack}`);
    return bytes;
  });
}

/** A channel that is not said to be transparency is none: it goes before resizing, which would weigh the colours by it. */
async function opened(file: PictureFile, options: SharpOptions, seconds: number): Promise<Sharp> {
  const picture = sharp(file.bytes, options).autoOrient();
  const tiff = tiffOf(file);
  if (tiff === undefined || !hasUnnamedChannel(tiff)) return picture;
  const colours = picture.timeout({ seconds }).removeAlpha().raw();
  const { data, info } = await colours.toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: info });
}

/**
 * A JPEG has no transparency: white is laid under it. A TIFF is written without loss, since as JPEG it would lose its
 * transparency too. Each frame of a GIF gets a palette of its own, which at full effort takes most of the time.
 */
function written(picture: Sharp, format: OutputFormat, animated: boolean): Sharp {
  if (format === 'jpeg') return picture.flatten({ background: 'white' }).jpeg();
  if (format === 'tiff') return picture.tiff({ compression: 'lzw' });
  return format === 'gif' && animated ? picture.gif({ effort: 1 }) : picture.toFormat(format);
}

/**
 * Rows are decoded in turn. Pixels were counted before, so that the rejection can say how many there are. Five channels
 * are CMYK and transparency.
 */
const OPTIONS: SharpOptions = {
  failOn: 'error',
  sequentialRead: true,
  limitInputPixels: false,
  limitInputChannels: 5,
};

function tiffOf({ format, bytes }: PictureFile): TiffDirectory | undefined {
  return format === 'tiff' ? readTiffDirectory(bytes) : undefined;
}

function framesOf({ format, bytes }: PictureFile, { pages = 1 }: Metadata): number {
  if (format === 'avif') return sequenceFrames(bytes);
  if (format === 'png') return pngFrames(bytes);
  return ANIMATED.includes(format) ? pages : 1;
}

const SAMPLE_BYTES: Readonly<Record<string, number>> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4 },
  ...{ float: 4, complex: 8, double: 8, dpcomplex: 16 },
};

function depthOf({ depth }: Metadata): number {
  return SAMPLE_BYTES[depth] ?? 16;
}
