import { MAX_KEY_BYTES } from '@hanok/events';
import * as z from 'zod/mini';
import { RejectedPictureError } from '../errors.ts';
import type { Box } from '../picture/fit-box.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../picture/picture-format.ts';

/** One kind of thumbnail that is made of every upload. */
export type ThumbnailSize = {
  /** As configured, such as `128x128` or `512x512:webp`. */
  name: string;
  box: Box;
  /** The format to write; undefined keeps that of the upload. */
  format: OutputFormat | undefined;
};

const MAX_SIDE = 4096;
const SIZE = /^([1-9]\d{0,3})x([1-9]\d{0,3})(?::(\w+))?$/;
const EXPECTED = `expected sizes such as 128x128,512x512:webp with sides of at most ${MAX_SIDE} and one of ${OUTPUT_FORMATS.join(', ')}`;

/** A list of sizes, as `128x128` or `128x128,512x512:webp`, each at most once. The first is the main one. */
export const thumbnailSizes = z.pipe(
  z.string(),
  z.transform((list: string, context): readonly ThumbnailSize[] => {
    const names = list.split(',').map((name) => name.trim());
    const sizes = names.flatMap((name) => sizeOf(name) ?? []);
    if (sizes.length < names.length) context.issues.push({ code: 'custom', message: EXPECTED, input: list });
    if (new Set(names).size < names.length)
      context.issues.push({ code: 'custom', message: 'a size stands twice', input: list });
    return sizes;
  }),
);

function sizeOf(name: string): ThumbnailSize | undefined {
  const [, width, height, format] = SIZE.exec(name) ?? [];
  const box = { width: Number(width), height: Number(height) };
  const written = OUTPUT_FORMATS.find((each) => each === format);
  if (Number.isNaN(box.width) || Math.max(box.width, box.height) > MAX_SIDE) return undefined;
  return format !== undefined && written === undefined ? undefined : { name, box, format: written };
}

/**
 * Where the thumbnails of `key` are: `thumbnail-<key>` for the first size, and each further one in a folder of its
 * name, `512x512-webp/thumbnail-<key>`. Two uploads never share a thumbnail: all that stands before the key is fixed
 * per size, and no such prefix begins another. Throws `RejectedPictureError` for a key that leaves no room.
 */
export function thumbnailKeys(key: string, sizes: readonly ThumbnailSize[]): string[] {
  const keys = sizes.map(({ name }, index) =>
    index === 0 ? `thumbnail-${key}` : `${name.replace(':', '-')}/thumbnail-${key}`,
  );
  const longest = Math.max(...keys.map((each) => new TextEncoder().encode(each).length));
  if (longest > MAX_KEY_BYTES)
    throw new RejectedPictureError(
      'KeyTooLong',
      `A thumbnail's key has ${longest} bytes, at most ${MAX_KEY_BYTES}`,
    );
  return keys;
}
