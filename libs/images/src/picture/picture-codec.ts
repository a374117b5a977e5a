import { asError } from '@hanok/lambda';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { type Rejection, RejectedPictureError } from '../errors.ts';
import type { Box } from './fit-box.ts';
import type { OutputFormat, PictureFile, PictureFormat } from './picture-format.ts';
import type { PictureHeader } from './picture-limits.ts';

// A cache of operations helps who decodes the same file again; here it holds the memory of the last pictures.
sharp.cache(false);
// One thread per picture: a small function has less than one core, and each further thread has buffers of its own.
sharp.concurrency(1);

/** Formats of which an animation stays one. */
const ANIMATED: readonly string[] = ['gif', 'webp'];

/** What libvips calls a format. */
const LOADERS: Readonly<Partial<Record<PictureFormat, string>>> = { avif: 'heif', heic: 'heif' };

/** Whether this build of libvips decodes the format: the usual ones have no HEVC, and so no HEIC. */
export function canDecode(format: PictureFormat): boolean {
  return format !== 'heic' || (sharp.format.heif.input.fileSuffix ?? []).includes('.heic');
}

/** Reads a picture's header; no pixel is decoded. Throws `RejectedPictureError`. */
export async function readHeader({ format, bytes }: PictureFile): Promise<PictureHeader> {
  const metadata = await decoded(() => sharp(bytes, OPTIONS).metadata());
  if (metadata.format !== (LOADERS[format] ?? format))
    throw new RejectedPictureError('Damaged', `The bytes begin as ${format} and go on as ${metadata.format}`);
  const { width, height } = metadata.autoOrient;
  const { channels, orientation = 1 } = metadata;
  return {
    format,
    width,
    height,
    orientation,
    frames: framesOf(format, metadata),
    channels,
    sampleBytes: depthOf(metadata),
  };
}

type Rendering = { size: Box; format: OutputFormat; seconds: number };

/**
 * The picture at exactly that size, upright, in sRGB, without metadata. An animation stays one where the format can
 * hold it. Throws `RejectedPictureError` for bytes that cannot be decoded in full.
 */
export async function renderPicture(
  { bytes }: PictureFile,
  header: PictureHeader,
  { size, format, seconds }: Rendering,
): Promise<Buffer> {
  const animated = header.frames > 1 && ANIMATED.includes(format);
  const picture = sharp(bytes, { ...OPTIONS, animated })
    .timeout({ seconds })
    .autoOrient()
    .resize({ ...size, fit: 'fill' });
  return decoded(() => written(picture, format, animated).toBuffer());
}

/** A JPEG has no transparency. Each frame of a GIF gets a palette of its own, which at full effort takes most of the time. */
function written(picture: Sharp, format: OutputFormat, animated: boolean): Sharp {
  if (format === 'jpeg') return picture.flatten({ background: 'white' }).jpeg();
  return format === 'gif' && animated ? picture.gif({ effort: 1 }) : picture.toFormat(format);
}

/**
 * Rows are decoded in turn. Damage fails the picture where libvips calls it an error, not at every warning: photos
 * with harmless ones are common. Pixels were counted before, so that the rejection can say how many there are.
 */
const OPTIONS: SharpOptions = { failOn: 'error', sequentialRead: true, limitInputPixels: false };

function framesOf(format: PictureFormat, { pages = 1 }: Metadata): number {
  return ANIMATED.includes(format) ? pages : 1;
}

const SAMPLE_BYTES: Readonly<Record<string, number>> = {
  ...{ uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4 },
  ...{ float: 4, complex: 8, double: 8, dpcomplex: 16 },
};

function depthOf({ depth }: Metadata): number {
  return SAMPLE_BYTES[depth] ?? 16;
}

async function decoded<Result>(decode: () => Promise<Result>): Promise<Result> {
  try {
    return await decode();
  } catch (thrown) {
    throw rejectionOf(thrown);
  }
}

/** How libvips and its decoders say it; whatever else they say, the picture is damaged. */
const REASONS: readonly (readonly [RegExp, Rejection])[] = [
  [/^timeout/m, 'TooSlow'],
  [/premature end|unexpected end/i, 'Truncated'],
];
const MAX_LENGTH = 200;

/** A decoder's error as the rejection of the picture: other bytes would have been decoded. */
function rejectionOf(thrown: unknown): RejectedPictureError {
  const error = asError(thrown);
  if (error instanceof RejectedPictureError) return error;
  const reason = REASONS.find(([said]) => said.test(error.message))?.[1] ?? 'Damaged';
  const said = error.message.trim().split('\n').at(-1) ?? '';
  return new RejectedPictureError(reason, `The decoder says: ${said.slice(0, MAX_LENGTH)}`, { cause: error });
}
