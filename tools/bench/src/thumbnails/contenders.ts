import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ThumbnailRules } from '@hanok/images';

/** The thumbnail of a file, which comes as a stream, as it does from S3. */
type MakeThumbnail = (file: string) => Promise<Buffer>;

/** Each imports its package where it runs: what another one imports would be in its memory. */
export const CONTENDERS: Readonly<Record<string, () => Promise<MakeThumbnail>>> = {
  'naive sharp': naiveSharp,
  ours,
  jimp,
};

/** As the first example of sharp does it, with its defaults. */
async function naiveSharp(): Promise<MakeThumbnail> {
  const { default: sharp } = await import('sharp');
  return async (file) =>
    sharp(await wholeFile(file))
      .resize(128, 128, { fit: 'inside', withoutEnlargement: true })
      .toBuffer();
}

/** The defaults of the function. */
const RULES: ThumbnailRules = {
  sizes: [{ name: '128x128', box: { width: 128, height: 128 }, format: undefined }],
  accepted: ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'],
  limits: { bytes: 128 * 2 ** 20, pixels: 50_000_000, frames: 1000, memoryBytes: 750 * 2 ** 20, seconds: 20 },
};

/** As `create-thumbnail` makes it. */
async function ours(): Promise<MakeThumbnail> {
  const { makeThumbnails } = await import('@hanok/images');
  return async (file) => {
    const { size } = await stat(file);
    const [thumbnail] = await makeThumbnails(createReadStream(file), size, RULES);
    if (thumbnail === undefined) throw new RangeError('No thumbnail');
    return thumbnail.bytes;
  };
}

async function jimp(): Promise<MakeThumbnail> {
  const { Jimp, JimpMime } = await import('jimp');
  return async (file) => {
    const picture = await Jimp.fromBuffer(await wholeFile(file));
    const mime = picture.mime === JimpMime.png ? JimpMime.png : JimpMime.jpeg;
    return picture.scaleToFit({ w: 128, h: 128 }).getBuffer(mime);
  };
}

/** A stream's bytes in one buffer, as the client of S3 collects the body of an answer. */
async function wholeFile(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
