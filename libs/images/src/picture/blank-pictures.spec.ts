import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { animation, thumbnailOf } from '../pictures.fixture.ts';
import { tiffOf, type TiffParts } from '../tiff.fixture.ts';

const SIDE = 64;
const ramp = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 5) % 256));
const RGB = { width: SIDE, height: SIDE, bits: [8, 8, 8], photometric: 2 };
const FAX = { width: SIDE, height: SIDE, bits: [1], photometric: 0 };
const PIXELS = ramp(SIDE * SIDE * 3);
const tiles = (part: Buffer, further: Partial<TiffParts> = {}) =>
  tiffOf({ ...RGB, tile: SIDE, parts: [part], ...further });
const strips = (part: Buffer, further: Partial<TiffParts> = {}) =>
  tiffOf({ ...RGB, parts: [part], ...further });

const photo = sharp(PIXELS, { raw: { width: SIDE, height: SIDE, channels: 3 } });
const END = Buffer.of(0xff, 0xd9);
const jpeg = await photo.clone().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
const progressive = await photo.clone().jpeg({ progressive: true }).toBuffer();
const scanOf = (bytes: Buffer) => {
  const at = bytes.indexOf(Buffer.of(0xff, 0xda));
  return at + 2 + bytes.readUInt16BE(at + 2);
};
const endedAt = (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at), END]);
/** As a transfer leaves a file that it made room for and did not finish. */
const zerosFrom = (bytes: Buffer, at: number) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.alloc(bytes.length - Math.floor(at))]);
const taller = Buffer.from(jpeg);
taller.writeUInt16BE(10 * SIDE, taller.indexOf(Buffer.of(0xff, 0xc0)) + 5);

const YCBCR = { photometric: 6, compression: 7, fields: { 530: [1, 1] } };

const still = await photo.clone().gif().toBuffer();
const frames = await animation(40, 30, 3).gif().toBuffer();
/** The GIF with so few bytes in the data of its last frame. */
function shortened(gif: Buffer, length: number): Buffer {
  const frame = gif.lastIndexOf(Buffer.of(0x2c, 0, 0, 0, 0));
  const flags = gif[frame + 9] ?? 0;
  const data = frame + 11 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  return Buffer.concat([
    gif.subarray(0, data),
    Buffer.of(length),
    gif.subarray(data + 1, data + 1 + length),
    Buffer.of(0, 0x3b),
  ]);
}

describe('a picture that is not all there never becomes a blank thumbnail', () => {
  it.each<[string, string, Buffer]>([
    ['TIFF with tiles that are shorter than their pixels', 'Damaged', tiles(ramp(SIDE * SIDE))],
    [
      'TIFF with tiles of broken Deflate',
      'Damaged',
      tiles(deflateSync(PIXELS).subarray(0, 40), { compression: 8 }),
    ],
    ['TIFF with tiles of too little Deflate', 'Damaged', tiles(deflateSync(ramp(SIDE)), { compression: 8 })],
    ['TIFF with tiles of broken LZW', 'Damaged', tiles(Buffer.of(0x80, 0, 0x60, 0x20), { compression: 5 })],
    ['TIFF with tiles of too little PackBits', 'Damaged', tiles(Buffer.of(0x81, 5), { compression: 32773 })],
    ['TIFF with tiles of broken WebP', 'Damaged', tiles(ramp(99), { compression: 50001 })],
    ['TIFF with subsampled tiles that are too short', 'Damaged', tiles(ramp(SIDE), { photometric: 6 })],
    ['TIFF with tiles beyond its end', 'Truncated', tiles(PIXELS, { fields: { 324: [900_000] } })],
    ['TIFF with strips beyond its end', 'Truncated', strips(PIXELS, { fields: { 273: [900_000] } })],
    ['TIFF with fewer tiles than its size takes', 'Truncated', tiles(PIXELS, { width: 2 * SIDE })],
    ['TIFF with fewer strips than its size takes', 'Truncated', strips(PIXELS, { rowsPerStrip: 32 })],
    ['TIFF with too short a strip', 'Damaged', strips(ramp(SIDE))],
    ['TIFF with a strip of JPEG without data', 'Truncated', strips(endedAt(jpeg, scanOf(jpeg)), YCBCR)],
    ['TIFF with a tile of JPEG without data', 'Truncated', tiles(endedAt(jpeg, scanOf(jpeg)), YCBCR)],
    ['TIFF with half a strip of JPEG', 'Truncated', strips(endedAt(jpeg, jpeg.length >> 1), YCBCR)],
    ['TIFF with a strip of too small a JPEG', 'Truncated', strips(jpeg, { ...YCBCR, height: 2 * SIDE })],
    ['TIFF with a tile of too small a JPEG', 'Truncated', tiles(jpeg, { ...YCBCR, tile: 128 })],
    ['TIFF with a fax of no rows', 'Truncated', strips(Buffer.of(0, 0x10, 1), { ...FAX, compression: 4 })],
    [
      'TIFF with a fax that ends in its first row',
      'Truncated',
      strips(ramp(200), { ...FAX, compression: 4 }),
    ],
    ['TIFF without strips', 'Damaged', strips(PIXELS, { fields: { 273: undefined, 279: undefined } })],
    ['JPEG without a scan', 'Damaged', endedAt(jpeg, jpeg.indexOf(Buffer.of(0xff, 0xda)))],
    ['JPEG without data in its scan', 'Truncated', endedAt(jpeg, scanOf(jpeg))],
    ['JPEG with half the data of its scan', 'Truncated', endedAt(jpeg, jpeg.length >> 1)],
    ['JPEG that claims ten times its height', 'Truncated', taller],
    ['progressive JPEG without data', 'Truncated', endedAt(progressive, scanOf(progressive))],
    ['progressive JPEG with half its data', 'Truncated', endedAt(progressive, progressive.length >> 1)],
    ['JPEG with zeros for its second half', 'Truncated', zerosFrom(jpeg, jpeg.length >> 1)],
    ['JPEG with zeros for its last fifth', 'Truncated', zerosFrom(jpeg, jpeg.length - jpeg.length / 5)],
    [
      'progressive JPEG with zeros for its second half',
      'Truncated',
      zerosFrom(progressive, progressive.length >> 1),
    ],
    [
      'TIFF with a strip of JPEG that ends in zeros',
      'Truncated',
      strips(zerosFrom(jpeg, jpeg.length >> 1), YCBCR),
    ],
    ['GIF without frames', 'Damaged', Buffer.concat([still.subarray(0, 13 + 3 * 256), Buffer.of(0x3b)])],
    ['GIF whose frame has no data', 'Truncated', shortened(still, 0)],
    ['GIF whose frame has some of its data', 'Truncated', shortened(still, 100)],
    ['GIF animation whose last frame is short', 'Truncated', shortened(frames, 2)],
  ])('%s is %s', async (_, reason, bytes) => {
    await expect(thumbnailOf(bytes)).rejects.toMatchObject({ reason, message: expect.stringMatching(/./) });
  });

  it('whole ones of the same kinds are shown, and a fax that lacks its last rows', async () => {
    const white = Buffer.alloc(24, 0xff);
    for (const bytes of [
      tiles(PIXELS),
      tiles(deflateSync(PIXELS), { compression: 8 }),
      strips(PIXELS),
      strips(jpeg, YCBCR),
      tiles(jpeg, YCBCR),
      strips(Buffer.concat([white.subarray(0, 5), Buffer.of(0, 0x10, 1)]), {
        ...FAX,
        height: 48,
        compression: 4,
      }),
      jpeg,
      Buffer.concat([jpeg, Buffer.alloc(999)]),
      progressive,
      still,
      frames,
    ])
      await expect(thumbnailOf(bytes)).resolves.toBeDefined();
  });

  it('a JPEG with bytes between its segments, of which its decoder warns, is shown', async () => {
    const second = 4 + jpeg.readUInt16BE(4);
    const padded = Buffer.concat([jpeg.subarray(0, second), Buffer.alloc(3), jpeg.subarray(second)]);
    await expect(thumbnailOf(padded)).resolves.toBeDefined();
    await expect(thumbnailOf(padded.subarray(0, -99))).rejects.toMatchObject({ reason: 'Truncated' });
  });
});
