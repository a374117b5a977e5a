import { MAX_KEY_BYTES } from '@hanok/events';
import { RejectedPictureError } from './errors.ts';
import type { ThumbnailSize } from './thumbnail-size.ts';

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
