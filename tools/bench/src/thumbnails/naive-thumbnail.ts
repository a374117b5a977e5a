import sharp from 'sharp';
import { wholeFile } from './whole-file.ts';

/** As the first example of sharp does it, with its defaults. */
export async function naiveThumbnail(file: string): Promise<Buffer> {
  return sharp(await wholeFile(file))
    .resize(128, 128, { fit: 'inside', withoutEnlargement: true })
    .toBuffer();
}
