import * as z from 'zod/mini';
import { PICTURE_FORMATS, type PictureFormat } from './picture-format.ts';

/** SVG may run for long and draw text with whatever fonts are there; HEIC needs a libvips built for it. */
export const DEFAULT_FORMATS = 'jpeg,png,webp,gif,avif,tiff';

/** A list of picture formats, such as `jpeg,png,svg`. */
export const acceptedFormats = z.pipe(
  z.string(),
  z.transform((list: string, context): readonly PictureFormat[] => {
    const names = list.split(',').map((name) => name.trim());
    const formats = names.flatMap((name) => PICTURE_FORMATS.find((each) => each === name) ?? []);
    if (formats.length < names.length)
      context.issues.push({
        code: 'custom',
        message: `expected a list of ${PICTURE_FORMATS.join(', ')}`,
        input: list,
      });
    return formats;
  }),
);
