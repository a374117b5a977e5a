/** Every kind of picture that is told apart; which of them are taken is configured. */
export const PICTURE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'svg', 'heic'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** What a picture can be written as. */
export const OUTPUT_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The format that a picture keeps; what cannot be written becomes what any browser shows. */
export function keptFormat(format: PictureFormat): OutputFormat {
  if (format === 'svg') return 'png';
  return format === 'heic' ? 'jpeg' : format;
}

/** The media type of such bytes. */
export function mediaTypeOf(format: PictureFormat): string {
  return format === 'svg' ? 'image/svg+xml' : `image/${format}`;
}

/** A file whose first bytes are those of a picture that is taken. */
export type PictureFile = { format: PictureFormat; bytes: Buffer<ArrayBuffer> };
