import { isCutOff } from './cut-off.ts';
import { RejectedPictureError } from './errors.ts';
import { fitBox } from './fit-box.ts';
import { readHeader, renderPicture } from './picture-codec.ts';
import { contentTypeOf, keptFormat } from './picture-format.ts';
import { checkPicture } from './picture-limits.ts';
import { type IntakeRules, type PictureFile, readPicture, releasePicture } from './read-picture.ts';
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

/** The header of a picture that is whole and within the limits. Throws `RejectedPictureError`. */
export async function inspectPicture(file: PictureFile, { limits }: Pick<IntakeRules, 'limits'>) {
  if (isCutOff(file.format, file.bytes))
    throw new RejectedPictureError('Truncated', `The ${file.format} file ends before its structure does`);
  const header = await readHeader(file);
  checkPicture(header, file.bytes.length, limits);
  return header;
}
