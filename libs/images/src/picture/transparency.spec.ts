import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { thumbnailOf, thumbnailsOf } from '../pictures.fixture.ts';
import { thumbnailSizes } from '../thumbnail/thumbnail-size.ts';
import { tiffOf, type TiffParts } from '../tiff.fixture.ts';

const SIDE = 40;
const [CLEAR, HALF, FULL] = [0, 128, 255];

/** Columns of a red that is transparent, half transparent and opaque, each a third of the width. */
function columns(encode: (alpha: number) => readonly number[]): Buffer {
  const row = [CLEAR, HALF, FULL].flatMap((alpha) => Array.from({ length: SIDE }, () => encode(alpha)));
  return Buffer.from(Array.from({ length: SIDE }, () => row).flat(2));
}

const RED = columns((alpha) => [255, 0, 0, alpha]);
const picture = sharp(RED, { raw: { width: 3 * SIDE, height: SIDE, channels: 4 } });

/** The pixel in the middle of each column. */
async function pixelsOf(bytes: Buffer) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return [1, 3, 5].map((sixth) => {
    const at =
      (Math.floor(info.height / 2) * info.width + Math.floor((info.width * sixth) / 6)) * info.channels;
    return [...data.subarray(at, at + info.channels)];
  });
}

/** Red, as far as it is seen, with the alpha of each column. */
async function expectColumns(bytes: Buffer, alphas = [CLEAR, HALF, FULL]): Promise<void> {
  for (const [index, [r, g, b, alpha]] of (await pixelsOf(bytes)).entries()) {
    expect(Math.abs((alpha ?? -1) - (alphas[index] ?? -1))).toBeLessThanOrEqual(4);
    if (alphas[index] === CLEAR) continue;
    expect(r).toBeGreaterThan(245);
    expect(Math.max(g ?? 255, b ?? 255)).toBeLessThan(10);
  }
}

const rgb = (bits: number, parts: Buffer, extra: number): TiffParts => ({
  ...{ width: 3 * SIDE, height: SIDE, bits: [bits, bits, bits, bits], photometric: 2 },
  ...{ parts: [parts], fields: { 338: [extra] } },
});
const doubled = (bytes: Buffer) => Buffer.from([...bytes].flatMap((byte) => [byte, byte]));
const premultiplied = columns((alpha) => [alpha, 0, 0, alpha]);

describe('transparency', () => {
  it.each(['tiff', 'png', 'webp', 'avif'] as const)('stays in a %s', async (format) => {
    const written =
      format === 'tiff' ? picture.clone().tiff({ compression: 'deflate' }) : picture.clone().toFormat(format);
    await expectColumns((await thumbnailOf(await written.toBuffer())).bytes);
  });

  it.each<[string, TiffParts]>([
    ['beside the colours', rgb(8, RED, 2)],
    ['premultiplied', rgb(8, premultiplied, 1)],
    ['of 16 bits', rgb(16, doubled(RED), 2)],
    ['of 16 bits, premultiplied', rgb(16, doubled(premultiplied), 1)],
    [
      'of CMYK',
      {
        ...rgb(
          8,
          columns((alpha) => [0, 255, 255, 0, alpha]),
          2,
        ),
        bits: [8, 8, 8, 8, 8],
        photometric: 5,
      },
    ],
    [
      'of a palette',
      {
        ...rgb(
          8,
          columns((alpha) => [7, alpha]),
          2,
        ),
        ...{ bits: [8, 8], photometric: 3 },
        fields: { 338: [2], 320: Array.from({ length: 768 }, (_, index) => (index === 7 ? 65_535 : 0)) },
      },
    ],
  ])('of a TIFF stays in its thumbnail: %s', async (_, parts) => {
    const { bytes, metadata } = await thumbnailOf(tiffOf(parts));
    expect(metadata).toMatchObject({ format: 'tiff', hasAlpha: true });
    const seen = (await pixelsOf(bytes)).map(([r = 0, g = 255, b = 255, alpha = 0]) => ({
      isRed: r > 200 && g < 60 && b < 60,
      alpha,
    }));
    expect(seen.slice(1).map(({ isRed }) => isRed)).toEqual([true, true]);
    for (const [index, alpha] of [CLEAR, HALF, FULL].entries())
      expect(Math.abs((seen[index]?.alpha ?? -1) - alpha)).toBeLessThanOrEqual(4);
  });

  it('of grey stays in a TIFF, of 8 and of 16 bits', async () => {
    const grey = columns((alpha) => [200, alpha]);
    for (const [bits, data] of [
      [8, grey],
      [16, doubled(grey)],
    ] as const) {
      const bytes = tiffOf({ ...rgb(bits, data, 2), bits: [bits, bits], photometric: 1 });
      const made = (await pixelsOf((await thumbnailOf(bytes)).bytes)).map((pixel) => [
        pixel[0],
        pixel.at(-1),
      ]);
      expect(made.slice(1)).toEqual([
        [expect.closeTo(200, -1), expect.closeTo(HALF, -1)],
        [expect.closeTo(200, -1), FULL],
      ]);
      expect(made[0]?.[1]).toBe(CLEAR);
    }
  });

  it('of a PNG palette and of a GIF stays when the thumbnail is a TIFF', async () => {
    const png = await picture.clone().png({ palette: true }).toBuffer();
    const [ofPng] = await thumbnailsOf(png, { sizes: thumbnailSizes.parse('128x128:tiff') });
    await expectColumns(ofPng?.bytes ?? Buffer.of());
    const gif = await picture.clone().gif().toBuffer();
    const [ofGif] = await thumbnailsOf(gif, { sizes: thumbnailSizes.parse('128x128:tiff') });
    const [clear, , full] = await pixelsOf(ofGif?.bytes ?? Buffer.of());
    expect([clear?.at(-1), full?.at(-1)]).toEqual([CLEAR, FULL]);
  });

  it('becomes white in a JPEG, which has none', async () => {
    const tiff = tiffOf(rgb(8, RED, 2));
    const [jpeg] = await thumbnailsOf(tiff, { sizes: thumbnailSizes.parse('128x128:jpeg') });
    const [clear, half, full] = await pixelsOf(jpeg?.bytes ?? Buffer.of());
    expect(Math.min(...(clear ?? [0]))).toBeGreaterThan(245);
    expect(half?.[1]).toBeGreaterThan(110);
    expect(half?.[1]).toBeLessThan(145);
    expect(full?.[1]).toBeLessThan(15);
  });

  it('is not what a channel without a name says: its colours are shown', async () => {
    const { bytes, metadata } = await thumbnailOf(
      tiffOf(
        rgb(
          8,
          columns(() => [255, 0, 0, 0]),
          0,
        ),
      ),
    );
    expect(metadata.hasAlpha).toBe(false);
    expect(await pixelsOf(bytes)).toEqual(Array(3).fill([255, 0, 0]));
  });

  it('costs a TIFF nothing of its pixels: it is written without loss', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const create = { width: 60, height: 60, channels: 3, background: 'white', noise } as const;
    const source = await sharp({ create }).tiff({ compression: 'none' }).toBuffer();
    const { bytes } = await thumbnailOf(source);
    expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(source).raw().toBuffer());
  });
});
