import { fitBox } from '../picture/fit-box.ts';
import { renderPicture } from '../picture/picture-codec.ts';
import { contentTypeOf, keptFormat, type PictureFile } from '../picture/picture-format.ts';
import { inspectPicture } from '../picture/inspect-picture.ts';
import { type IntakeRules, readPicture, releasePicture } from '../picture/read-picture.ts';
import type { ThumbnailSize } from './thumbnail-size.ts';

export type Thumbnail = { bytes: Buffer; contentType: string };

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
): Promise<Thumbnail[]> {
  const file = await readPicture(stream, length, rules);
  try {
    return await thumbnailsOf(file, rules);
  } finally {
    releasePicture(file);
  }
}

async function thumbnailsOf(file: PictureFile, rules: ThumbnailRules): Promise<Thumbnail[]> {
  const header = await inspectPicture(file, rules);
  const thumbnails: Thumbnail[] = [];
  for (const { box, format = keptFormat(header.format) } of rules.sizes) {
    const rendering = { size: fitBox(header, box), format, seconds: rules.limits.seconds };
    const bytes = await renderPicture(file, header, rendering);
    thumbnails.push({ bytes, contentType: contentTypeOf(format) });
  }
  return thumbnails;
}
