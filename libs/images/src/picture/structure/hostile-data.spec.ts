import { describe, expect, it } from '@jest/globals';
import { RejectedPictureError } from '../../errors.ts';
import type { PictureFormat } from '../picture-format.ts';
import { tiffOf } from '../../tiff.fixture.ts';
import { checkData, checkStructure } from './check-structure.ts';
import { pngFrames, sequenceFrames } from './image-sequence.ts';

describe('data that is made to be looked at for long', () => {
  const MB = 2 ** 20;
  const soi = Buffer.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 0x11, 0);
  const scan = Buffer.of(0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0);
  const many = Array<number>(20_000).fill(8);
  const overlapping = { width: 1, height: 20_000, compression: 7, rowsPerStrip: 1, photometric: 1 };
  const lengths = { 273: many, 279: many.map(() => 8 * MB - 100_000) };

  it.each<[PictureFormat, string, Buffer]>([
    ['jpeg', 'fill bytes', Buffer.concat([soi, Buffer.alloc(8 * MB, 0xff)])],
    ['jpeg', 'zeros after markers', Buffer.concat([soi, scan, Buffer.alloc(8 * MB, Buffer.of(0xff, 0))])],
    ['jpeg', 'scans', Buffer.concat([soi, Buffer.alloc(8 * MB, scan)])],
    [
      'tiff',
      'strips over each other',
      tiffOf({ ...overlapping, parts: [Buffer.alloc(8 * MB, soi)], fields: lengths }),
    ],
    [
      'gif',
      'empty blocks',
      Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\0\0\0'), Buffer.alloc(8 * MB, Buffer.of(0x21, 0, 0))]),
    ],
    ['avif', 'empty boxes', Buffer.alloc(8 * MB, Buffer.from('\0\0\0\x08moov', 'latin1'))],
    [
      'png',
      'empty chunks',
      Buffer.concat([Buffer.alloc(8), Buffer.alloc(8 * MB, Buffer.from('\0\0\0\0abcdEFGH'))]),
    ],
  ])('in a %s of %s takes less than two seconds for 8 MB', (format, _, bytes) => {
    const file = { format, bytes: Buffer.from(bytes) };
    const begun = performance.now();
    for (const check of [checkStructure, checkData, () => sequenceFrames(bytes), () => pngFrames(bytes)])
      try {
        check(file);
      } catch (error) {
        expect(error).toBeInstanceOf(RejectedPictureError);
      }
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
