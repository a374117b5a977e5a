import { PICTURE_FORMATS, type PictureFormat, type OutputFormat } from '../picture/picture-format.ts';
import { canDecode } from '../picture/picture-codec.ts';
import { DEFAULT_LIMITS, type PictureLimits } from '../picture/picture-limits.ts';
import type { Rendition } from '../picture/render-picture.ts';
import { makeThumbnails } from './make-thumbnails.ts';

/** SVG may run for long, and draws text with whatever fonts are there. */
const ACCEPTED = PICTURE_FORMATS.filter((format) => format !== 'svg' && canDecode(format));

/**
 * One thumbnail of a picture in memory, for a server or a worker: upright, in sRGB, without metadata, within `size` and
 * in its proportions. By default it has the picture's format, every format that can be decoded is taken but SVG, and the
 * limits are those of the Lambda function (128 MiB, 50 megapixels, 20 s). An animation stays one in GIF and WebP.
 * Throws `RejectedPictureError`, whose `reason` is one word, for bytes of which no thumbnail can be made; `RangeError`
 * for a side that is not 1 to 4,096; the signal's reason once it aborts, while a decoder that runs ends by its limit.
 */
export async function makeThumbnail(
  bytes: Uint8Array,
  size: { width: number; height: number },
  options: {
    format?: OutputFormat;
    accepted?: readonly PictureFormat[];
    limits?: Partial<PictureLimits>;
    signal?: AbortSignal;
  } = {},
): Promise<Rendition> {
  const { format, accepted = ACCEPTED, limits, signal } = options;
  for (const side of ['width', 'height'] as const)
    if (!Number.isInteger(size[side]) || size[side] < 1 || size[side] > 4096)
      throw new RangeError(`size.${side}: expected a whole number from 1 to 4096`);
  signal?.throwIfAborted();
  const sizes = [{ name: `${size.width}x${size.height}`, box: size, format }];
  const rules = { sizes, accepted, limits: { ...DEFAULT_LIMITS, ...limits } };
  const making = makeThumbnails(inOnePiece(bytes), bytes.length, rules);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const [thumbnail] = await Promise.race([making, aborted]);
    if (!thumbnail) throw new Error('A thumbnail was not made of its only size');
    return thumbnail;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
