import { env, type parseEnv } from '@hanok/lambda';
import { RejectedPictureError } from '../errors.ts';
import type { PictureFormat } from './picture-format.ts';

/** What a picture's header says of it, before a pixel is decoded. */
export type PictureHeader = {
  format: PictureFormat;
  /** Pixels of one frame, upright: after its orientation is applied. */
  width: number;
  height: number;
  /** How the file has it, 1 to 8 as in EXIF; 1 is upright. */
  orientation: number;
  /** 1 unless it is an animation. */
  frames: number;
  channels: number;
  /** Bytes of one sample of one channel: 1, or 2 and more for deep colours. */
  sampleBytes: number;
};

/** What is taken at most. */
export type PictureLimits = {
  /** Size of the file. */
  bytes: number;
  /** Of all frames that are kept together. */
  pixels: number;
  /** So many of an animation are kept. */
  frames: number;
  /** Memory for the file and its decoding. */
  memoryBytes: number;
  /** Time for one thumbnail. */
  seconds: number;
};

const MIB = 2 ** 20;

/** They suit a function of 1,024 MB. */
export const DEFAULT_LIMITS: PictureLimits = {
  bytes: 128 * MIB,
  pixels: 50_000_000,
  frames: 1000,
  memoryBytes: 750 * MIB,
  seconds: 20,
};

/** The environment variables that set limits. */
export const limitVariables = {
  MAX_BYTES: env.integer(String(DEFAULT_LIMITS.bytes)),
  MAX_PIXELS: env.integer(String(DEFAULT_LIMITS.pixels)),
  MAX_FRAMES: env.integer(String(DEFAULT_LIMITS.frames)),
  MAX_DECODED_MB: env.integer(String(DEFAULT_LIMITS.memoryBytes / MIB)),
  MAX_SECONDS: env.integer(String(DEFAULT_LIMITS.seconds)),
};

export function limitsFrom(variables: ReturnType<typeof parseEnv<typeof limitVariables>>): PictureLimits {
  return {
    bytes: variables.MAX_BYTES,
    pixels: variables.MAX_PIXELS,
    frames: variables.MAX_FRAMES,
    memoryBytes: variables.MAX_DECODED_MB * MIB,
    seconds: variables.MAX_SECONDS,
  };
}

/**
 * Throws `RejectedPictureError` for a picture over a limit, an animation when its first frame is. `bytes` is the size of
 * its file.
 */
export function checkPicture(header: PictureHeader, bytes: number, limits: PictureLimits): void {
  const pixels = header.width * header.height;
  const memory = bytes + decodedBytes(header);
  if (pixels > limits.pixels) throw over('TooManyPixels', 'pixels', pixels, limits.pixels);
  if (memory > limits.memoryBytes) throw over('TooMuchMemory', 'bytes to decode', memory, limits.memoryBytes);
}

/** How many frames of a picture within the limits are kept: as many of the first as the limits allow, at least one. */
export function keptFrames({ width, height, frames }: PictureHeader, limits: PictureLimits): number {
  return Math.max(1, Math.min(frames, limits.frames, Math.floor(limits.pixels / (width * height))));
}

/** The rejection for a file of so many bytes; undefined when it is small enough. */
export function sizeRejection(bytes: number, limits: PictureLimits): RejectedPictureError | undefined {
  if (bytes === 0) return new RejectedPictureError('Empty', 'The upload has no bytes');
  return bytes > limits.bytes ? over('TooManyBytes', 'bytes', bytes, limits.bytes) : undefined;
}

function over(
  reason: 'TooManyBytes' | 'TooManyPixels' | 'TooMuchMemory',
  unit: string,
  value: number,
  most: number,
): RejectedPictureError {
  return new RejectedPictureError(reason, `${value} ${unit}, at most ${most}`);
}

/**
 * Decoded bytes per byte of pixels, as measured at 48 megapixels with libvips 8.18: a progressive JPEG keeps all its
 * coefficients (two bytes each), an AVIF several copies of the frame.
 */
const COST: Readonly<Record<PictureFormat, number>> = {
  jpeg: 2.2,
  png: 1.25,
  webp: 1.5,
  gif: 1.25,
  avif: 6.7,
  tiff: 1.25,
  svg: 2,
  heic: 6.7,
};

/** An estimate of the memory that decoding takes, on the high side; frames of an animation are decoded in turn. */
function decodedBytes({ format, width, height, channels, sampleBytes }: PictureHeader): number {
  return Math.round(width * height * channels * sampleBytes * COST[format]);
}
