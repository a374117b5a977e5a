import { inspectPicture } from '../picture/inspect-picture.ts';
import type { PictureFile } from '../picture/picture-format.ts';
import { type IntakeRules, readPicture, releasePicture } from '../picture/read-picture.ts';
import { renderPicture, type Rendition } from '../picture/render-picture.ts';
import type { ThumbnailSize } from './thumbnail-size.ts';

/** Which pictures are taken, and the sizes that are made of each. */
export type ThumbnailRules = IntakeRules & { sizes: readonly ThumbnailSize[] };

/**
 * One thumbnail per size, in their order, of a picture that comes as a stream of `length` bytes. What is wrong with
 * it is found as early as it can be: by its length, its first bytes, its header, at last by decoding all of it.
 * Throws `RejectedPictureError`.
 */
export async function makeThumbnails(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  rules: ThumbnailRules,
): Promise<Rendition[]> {
  const file = await readPicture(stream, length, rules);
  try {
    return await thumbnailsOf(file, rules);
  } finally {
    releasePicture(file);
  }
}

async function thumbnailsOf(file: PictureFile, rules: ThumbnailRules): Promise<Rendition[]> {
  const header = await inspectPicture(file, rules);
  const thumbnails: Rendition[] = [];
  for (const { box, format } of rules.sizes)
    thumbnails.push(await renderPicture(file, header, { box, format, limits: rules.limits }));
  return thumbnails;
}
