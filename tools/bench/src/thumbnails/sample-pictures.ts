import { seededRandom } from '@hanok/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const MEGAPIXELS = [
  [1, 1200, 800],
  [12, 4000, 3000],
  [48, 8000, 6000],
] as const;
const KINDS = ['JPEG', 'progressive JPEG', 'PNG', 'WebP'] as const;

export type SamplePicture = {
  /** Such as `12 MP progressive JPEG`. */
  name: string;
  kind: (typeof KINDS)[number];
  megapixels: number;
  file: string;
  /** Of its thumbnail in 128x128. */
  width: number;
  height: number;
};

/** Pictures with the contours and colours of a blurred photo, the same each time, in a folder of their own. */
export async function writeSamplePictures() {
  const folder = await mkdtemp(join(tmpdir(), 'hanok-pictures-'));
  const pictures: SamplePicture[] = [];
  for (const [megapixels, width, height] of MEGAPIXELS) {
    const pixels = await photo(width, height);
    for (const kind of KINDS) {
      const file = join(folder, `${megapixels}-${kind.replace(' ', '-')}`);
      await encoded(sharp(pixels, { raw: { width, height, channels: 3 } }), kind).toFile(file);
      const name = `${megapixels} MP ${kind}`;
      pictures.push({ name, kind, megapixels, file, width: 128, height: Math.round((128 * height) / width) });
    }
  }
  return { pictures, remove: () => rm(folder, { recursive: true }) };
}

function photo(width: number, height: number): Promise<Buffer> {
  const random = seededRandom(width).next;
  const [columns, rows] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const coarse = Uint8Array.from({ length: columns * rows * 3 }, () => 40 + random() * 170);
  return sharp(coarse, { raw: { width: columns, height: rows, channels: 3 } })
    .blur(1.5)
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
}

function encoded(picture: Sharp, kind: SamplePicture['kind']): Sharp {
  if (kind === 'PNG') return picture.png({ compressionLevel: 6 });
  if (kind === 'WebP') return picture.webp({ effort: 1, quality: 85 });
  return picture.jpeg({ quality: 90, progressive: kind === 'progressive JPEG' });
}
