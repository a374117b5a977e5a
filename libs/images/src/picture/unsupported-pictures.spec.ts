import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { plain, thumbnailOf } from '../pictures.fixture.ts';
import { tiffOf, type TiffParts } from '../tiff.fixture.ts';

const SIDE = 16;
const tiff = (parts: Partial<TiffParts>) =>
  tiffOf({ width: SIDE, height: SIDE, parts: [Buffer.alloc(SIDE * SIDE * 32, 99)], ...parts });
const samples = (count: number, bits: number, format: number, photometric: number) =>
  tiff({
    bits: Array<number>(count).fill(bits),
    photometric,
    fields: { 339: Array<number>(count).fill(format) },
  });
const rgb = (further: Partial<TiffParts>) => tiff({ bits: [8, 8, 8], photometric: 2, ...further });

const jpeg = await plain(SIDE, SIDE).jpeg().toBuffer();
const cmyk = await plain(SIDE, SIDE).toColourspace('cmyk').jpeg().toBuffer();
const deep = Buffer.from(jpeg);
deep[deep.indexOf(Buffer.of(0xff, 0xc0)) + 4] = 12;

describe('a sound picture of a kind that is not supported', () => {
  it.each<[string, Buffer, string]>([
    ['grey of floating point', samples(1, 32, 3, 1), 'floating point numbers as samples'],
    ['colours of floating point', samples(3, 32, 3, 2), 'floating point numbers as samples'],
    ['half floats', samples(3, 16, 3, 2), 'floating point numbers as samples'],
    ['double floats', samples(1, 64, 3, 1), 'floating point numbers as samples'],
    ['complex numbers', samples(1, 64, 6, 1), 'complex floating point numbers as samples'],
    ['signed numbers', samples(1, 16, 2, 1), 'signed numbers as samples'],
    ['32 bits', samples(3, 32, 1, 2), '32 bits a sample'],
    ['12 bits', samples(1, 12, 1, 1), '12 bits a sample'],
    ['CMYK of 4 bits', samples(4, 4, 1, 5), '4 bits a sample'],
    ['CMYK of 2 bits', samples(4, 2, 1, 5), '2 bits a sample'],
    [
      'colours of 5, 6 and 5 bits',
      tiff({ bits: [5, 6, 5], photometric: 2 }),
      'channels of different depth: 5, 6 bits',
    ],
    ['CIELAB of 8 bits', samples(3, 8, 1, 8), '8 bits a sample'],
    [
      'CIELAB with transparency',
      tiff({ bits: [16, 16, 16, 16], photometric: 8, fields: { 338: [2] } }),
      'CIELAB colours',
    ],
    [
      'seven spectra',
      tiff({ bits: Array<number>(7).fill(8), photometric: 1, fields: { 338: Array<number>(6).fill(0) } }),
      '6 channels besides its colours',
    ],
    [
      'other inks than CMYK',
      tiff({ bits: [8, 8, 8, 8], photometric: 5, fields: { 332: [2] } }),
      'photometric 5',
    ],
    ['a colour filter array', tiff({ photometric: 32803 }), 'photometric 32803'],
    ['a mask', tiff({ photometric: 4, bits: [1] }), 'photometric 4'],
    ['JPEG of the old style, in strips', rgb({ compression: 6 }), 'JPEG of the old style'],
    ['JPEG of the old style, in tiles', rgb({ compression: 6, tile: SIDE }), 'JPEG of the old style'],
    ['JPEG 2000', rgb({ compression: 34712 }), 'JPEG 2000'],
    ['Zstandard', rgb({ compression: 50000, tile: SIDE }), 'Zstandard'],
    ['LZMA', rgb({ compression: 34925 }), 'LZMA'],
    ['a compression of its own', rgb({ compression: 65000, tile: SIDE }), '65000'],
    ['planes of tiles', rgb({ tile: SIDE, fields: { 284: [2] } }), 'a plane of tiles for each channel'],
    [
      'tiles that are left out',
      rgb({ tile: SIDE, fields: { 324: [0], 325: [0] } }),
      'parts that are left out',
    ],
  ])('is called Unsupported: TIFF of %s', async (_, bytes, said) => {
    const message = expect.stringContaining(said);
    await expect(thumbnailOf(bytes)).rejects.toMatchObject({ reason: 'Unsupported', message });
  });

  it.each<[string, Buffer]>([
    ['JPEG of 12 bits', deep],
    ['BMP', Buffer.from('BM\x36\x03\0\0\0\0\0\0\x36\0\0\0'.padEnd(200, '\0'), 'latin1')],
    ['JPEG XL', Buffer.from('\xff\x0a'.padEnd(200), 'latin1')],
    ['JPEG 2000', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n'.padEnd(200), 'latin1')],
    ['JPEG XR', Buffer.from('II\xbc\x01'.padEnd(200), 'latin1')],
    ['Photoshop document', Buffer.from('8BPS\0\x01'.padEnd(200), 'latin1')],
    ['icon', Buffer.from('\0\0\x01\0\x01\0'.padEnd(200), 'latin1')],
  ])('is called Unsupported: %s', async (_, bytes) => {
    await expect(thumbnailOf(bytes)).rejects.toMatchObject({ reason: 'Unsupported' });
  });

  it('is another thing than one that is damaged', async () => {
    const damaged = [
      Buffer.concat([jpeg.subarray(0, 20), Buffer.alloc(400, 0x55)]),
      Buffer.from('\xff\xd8\xff\x1c'.padEnd(300, 'x'), 'latin1'),
      rgb({ compression: 8 }),
    ];
    for (const bytes of damaged) {
      const rejection: unknown = await thumbnailOf(bytes).catch((error: unknown) => error);
      expect(rejection).toMatchObject({ reason: expect.stringMatching(/^(Damaged|Truncated)$/) });
    }
  });
});

describe('layouts that are supported', () => {
  it.each<[string, Buffer]>([
    ['CMYK in a JPEG', cmyk],
    ['CMYK of 16 bits in a TIFF', samples(4, 16, 1, 5)],
    ['CIELAB of 16 bits in a TIFF', samples(3, 16, 1, 8)],
    ['grey of 1 bit', samples(1, 1, 1, 1)],
    ['grey of 4 bits', samples(1, 4, 1, 0)],
    ['grey of 16 bits', samples(1, 16, 1, 1)],
    [
      'planes of strips',
      tiff({
        bits: [8, 8, 8],
        photometric: 2,
        parts: Array<Buffer>(3).fill(Buffer.alloc(SIDE * SIDE, 9)),
        fields: { 284: [2] },
      }),
    ],
  ])('%s becomes a thumbnail in sRGB', async (_, bytes) => {
    const { metadata } = await thumbnailOf(bytes);
    expect(metadata).toMatchObject({ depth: 'uchar', space: expect.stringMatching(/^(srgb|b-w)$/) });
  });

  it('an image sequence of AVIF shows the still picture that it holds', async () => {
    const sequence = Buffer.from(await plain(SIDE, SIDE).avif().toBuffer());
    sequence.write('avis', 8, 'latin1');
    const { bytes, contentType } = await thumbnailOf(sequence);
    const [r = 0, g = 255] = await sharp(bytes).raw().toBuffer();
    expect(contentType).toBe('image/avif');
    expect(r > 200 && g < 50).toBe(true);
  });
});
