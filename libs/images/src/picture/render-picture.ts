import { RejectedPictureError } from '../errors.ts';
import { type Box, fitBox } from './fit-box.ts';
import { drawPicture, holdsFrames } from './picture-codec.ts';
import { keptFormat, mediaTypeOf, type OutputFormat, type PictureFile } from './picture-format.ts';
import { keptFrames, type PictureHeader, type PictureLimits } from './picture-limits.ts';

/** To how many of how many frames an animation was shortened. */
type Frames = { kept: number; of: number };

/** A picture as it is shown, with `frames` when it is a shortened animation. */
export type Rendition = { bytes: Buffer; contentType: string; frames?: Frames };

type Rules = {
  box: Box;
  /** The format to write; undefined keeps that of the picture. */
  format?: OutputFormat | undefined;
  limits: PictureLimits;
};

/**
 * The picture fitted into the box, upright, in sRGB, without metadata. An animation stays one where the format can hold
 * it, with as many of its first frames as the limits allow; when those take too long, the first stands for all. Throws
 * `RejectedPictureError` for bytes that cannot be decoded in full.
 */
export async function renderPicture(
  file: PictureFile,
  header: PictureHeader,
  rules: Rules,
): Promise<Rendition> {
  const { format = keptFormat(header.format), limits } = rules;
  const drawing = { size: fitBox(header, rules.box), format, seconds: limits.seconds };
  const most = holdsFrames(format) ? keptFrames(header, limits) : 1;
  const rendition = (bytes: Buffer, kept: number): Rendition => ({
    bytes,
    contentType: mediaTypeOf(format),
    ...(kept < header.frames && { frames: { kept, of: header.frames } }),
  });
  try {
    return rendition(await drawPicture(file, { ...drawing, frames: most }), most);
  } catch (error) {
    const isTooLong = error instanceof RejectedPictureError && error.reason === 'TooSlow' && most > 1;
    if (!isTooLong) throw error;
    return rendition(await drawPicture(file, { ...drawing, frames: 1 }), 1);
  }
}

/** What the metadata of a stored rendition say of its frames: nothing when it has all. */
export function framesMetadata(frames: Frames | undefined): Record<string, string> {
  return frames ? { frames: String(frames.kept), 'frames-total': String(frames.of) } : {};
}

/** The frames that metadata speak of. */
export function framesIn({ frames, ...others }: Readonly<Record<string, string>>): Frames | undefined {
  const of = others['frames-total'];
  return frames === undefined || of === undefined ? undefined : { kept: Number(frames), of: Number(of) };
}
