import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import {
  animation,
  INTAKE,
  plain,
  quarterColors,
  quarters,
  thumbnailOf,
  thumbnailsOf,
} from '../pictures.fixture.ts';
import { thumbnailSizes } from './thumbnail-size.ts';

const sizes = (list: string) => thumbnailSizes.parse(list);
const UPRIGHT = ['red', 'green', 'blue', 'yellow'];

describe('makeThumbnails', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)(
    'fits a %s of 400x300 into 128x96, in its own format and media type',
    async (format) => {
      const picture = await (await quarters(400, 300)).toFormat(format).toBuffer();
      const { contentType, metadata, bytes } = await thumbnailOf(picture);
      expect(contentType).toBe(`image/${format}`);
      expect(metadata).toMatchObject({
        format: format === 'avif' ? 'heif' : format,
        width: 128,
        height: 96,
      });
      expect(await quarterColors(bytes)).toEqual(UPRIGHT);
    },
  );

  it('never enlarges', async () => {
    const { metadata } = await thumbnailOf(await plain(60, 20).png().toBuffer());
    expect(metadata).toMatchObject({ width: 60, height: 20 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('shows a photo of EXIF orientation %d upright', async (orientation) => {
    const turned = await asStored(await quarters(400, 200), orientation);
    const { metadata, bytes } = await thumbnailOf(turned);
    expect(metadata).toMatchObject({ width: 128, height: 64 });
    expect(metadata.orientation).toBeUndefined();
    expect(await quarterColors(bytes)).toEqual(UPRIGHT);
  });

  it.each(['jpeg', 'webp', 'png', 'tiff', 'avif'] as const)(
    'keeps nothing of the metadata of a %s: no EXIF with its GPS position, no XMP, IPTC or profile',
    async (format) => {
      const exif = {
        IFD0: { Copyright: 'somebody', Model: 'camera' },
        IFD3: { GPSLatitude: '37/1 33/1 59/1', GPSLatitudeRef: 'N' },
      };
      const tagged = plain(300, 300)
        .withExif(exif)
        .withIccProfile('p3')
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">x</x:xmpmeta>');
      const picture = await tagged.toFormat(format).toBuffer();
      expect(await sharp(picture).metadata()).toMatchObject({
        icc: expect.anything(),
        xmp: expect.anything(),
        // libvips writes none into a TIFF.
        ...(format !== 'tiff' && { exif: expect.anything() }),
      });
      const { metadata, bytes } = await thumbnailOf(picture);
      const kept = (['exif', 'xmp', 'iptc', 'icc'] as const).filter((each) => metadata[each] !== undefined);
      expect(kept).toEqual([]);
      expect(bytes.includes('GPS') || bytes.includes('camera')).toBe(false);
    },
  );

  it('converts the colours of a profile to sRGB', async () => {
    const green = { r: 0, g: 255, b: 0 };
    const wide = await plain(64, 64, green).withIccProfile('p3', { attach: true }).png().toBuffer();
    const { metadata, bytes } = await thumbnailOf(wide);
    expect(metadata).toMatchObject({ space: 'srgb', depth: 'uchar' });
    const [r = 255, g = 0] = await sharp(bytes).raw().toBuffer();
    expect(g).toBeGreaterThan(240);
    expect(r).toBeLessThan(30);
  });

  it('turns CMYK and 16 bits per sample into sRGB of 8', async () => {
    const cmyk = await plain(200, 200).toColourspace('cmyk').jpeg().toBuffer();
    const deep = await plain(200, 200).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    for (const picture of [cmyk, deep])
      expect((await thumbnailOf(picture)).metadata).toMatchObject({ space: 'srgb', depth: 'uchar' });
  });

  it.each(['gif', 'webp'] as const)('keeps the frames, times and loops of an animated %s', async (format) => {
    const picture = animation(200, 100, 5);
    const timed = { delay: [100, 200, 300, 400, 500], loop: 3 };
    const bytes = await (format === 'gif' ? picture.gif(timed) : picture.webp(timed)).toBuffer();
    const { metadata, contentType } = await thumbnailOf(bytes);
    expect(contentType).toBe(`image/${format}`);
    expect(metadata).toMatchObject({ width: 128, height: 64, pages: 5, ...timed });
  });

  it('takes the first frame of an animation where the format holds only one', async () => {
    const [jpeg] = await thumbnailsOf(await animation(200, 100, 5).gif().toBuffer(), {
      sizes: sizes('64x64:jpeg'),
    });
    expect(await sharp(jpeg?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 32 });
  });

  it('keeps transparency, and lays it over white where the format has none', async () => {
    const background = { r: 0, g: 0, b: 0, alpha: 0 };
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background } })
      .png()
      .toBuffer();
    const [png, jpeg] = await thumbnailsOf(clear, { sizes: sizes('32x32,16x16:jpeg') });
    expect(await sharp(png?.bytes).metadata()).toMatchObject({ hasAlpha: true });
    const pixels = await sharp(jpeg?.bytes).raw().toBuffer();
    expect(Math.min(...pixels)).toBeGreaterThan(250);
  });

  it('makes every size in its format', async () => {
    const picture = await plain(1000, 500).jpeg().toBuffer();
    const made = await thumbnailsOf(picture, { sizes: sizes('128x128,512x512:webp,40x40:avif') });
    const seen = await Promise.all(made.map(({ bytes }) => sharp(bytes).metadata()));
    expect(seen.map(({ format, width, height }) => [format, width, height])).toEqual([
      ['jpeg', 128, 64],
      ['webp', 512, 256],
      ['heif', 40, 20],
    ]);
    expect(made.map(({ contentType }) => contentType)).toEqual(['image/jpeg', 'image/webp', 'image/avif']);
  });

  it('draws an SVG, as PNG, only when it is switched on', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><rect/></svg>');
    await expect(thumbnailOf(svg)).rejects.toThrow('svg is not among the accepted formats: jpeg, png,');
    const { metadata } = await thumbnailOf(svg, { accepted: ['svg'] });
    expect(metadata).toMatchObject({ format: 'png', width: 128, height: 64 });
  });

  it('refuses a HEIC that begins as one', async () => {
    const heic = Buffer.from(await plain(64, 64).avif().toBuffer());
    heic.write('heic', 8, 'latin1');
    await expect(thumbnailOf(heic)).rejects.toMatchObject({
      reason: 'FormatRefused',
      message: 'heic is not among the accepted formats: jpeg, png, webp, gif, avif, tiff',
    });
  });

  it('stops a picture that takes too long', async () => {
    const limits = { ...INTAKE.limits, seconds: 1 };
    const raw = { width: 3500, height: 3500, channels: 3 } as const;
    const picture = await sharp(randomBytes(3500 * 3500 * 3), { raw })
      .tiff({ compression: 'none' })
      .toBuffer();
    const rules = { limits, sizes: sizes('3500x3500:webp') };
    await expect(thumbnailsOf(picture, rules)).rejects.toMatchObject({ reason: 'TooSlow' });
  });
});

/** The picture as a camera that was held another way stores it: turned, with the orientation that turns it back. */
async function asStored(upright: Sharp, orientation: number): Promise<Buffer> {
  const mirrored = [2, 4, 5, 7].includes(orientation);
  const angle = { 1: 0, 2: 0, 3: 180, 4: 180, 5: 90, 6: 270, 7: 270, 8: 90 }[orientation];
  const turned = await sharp(await upright.png().toBuffer())
    .rotate(angle)
    .png()
    .toBuffer();
  const stored = mirrored && [5, 7].includes(orientation) ? sharp(turned).flop() : sharp(turned);
  return (mirrored && [2, 4].includes(orientation) ? stored.flop() : stored)
    .jpeg({ quality: 95 })
    .withMetadata({ orientation })
    .toBuffer();
}
