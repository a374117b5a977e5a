import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkData, checkStructure } from './structure/check-structure.ts';
import { isCutOff } from './structure/cut-off.ts';
import { pngFrames, sequenceFrames } from './structure/image-sequence.ts';
import { RejectedPictureError, UnexpectedAnswerError } from '../errors.ts';
import { checkPicture, keptFrames, type PictureHeader } from './picture-limits.ts';
import { readPicture, releasePicture } from './read-picture.ts';
import { sniffPicture } from './sniff-picture.ts';
import { animation, INTAKE, plain, quarters, thumbnailOf } from '../pictures.fixture.ts';

/** A stream that tells how far it was read and whether it was closed. */
function source(...chunks: Buffer[]) {
  const seen = { read: 0, closed: false };
  async function* stream() {
    try {
      for (const chunk of chunks) {
        seen.read += chunk.length;
        yield chunk;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { stream: stream(), seen };
}

const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const limited = (bytes: number) => ({ ...INTAKE, limits: { ...INTAKE.limits, bytes } });

describe('readPicture', () => {
  it('gives the bytes of the stream, however they are cut', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(chunks, async (parts) => {
        const whole = Buffer.concat([jpegHead, ...parts]);
        const { stream } = source(jpegHead, ...parts.map((each) => Buffer.from(each)));
        expect(await readPicture(stream, whole.length, INTAKE)).toEqual({ format: 'jpeg', bytes: whole });
      }),
    );
  });

  it('rejects by the length alone, before a byte is read', async () => {
    const { stream, seen } = source(jpegHead);
    await expect(readPicture(stream, 0, INTAKE)).rejects.toMatchObject({ reason: 'Empty' });
    await expect(readPicture(stream, 1001, limited(1000))).rejects.toMatchObject({
      reason: 'TooManyBytes',
      message: '1001 bytes, at most 1000',
    });
    expect(seen.read).toBe(0);
  });

  it('stops at the first bytes of what is no picture', async () => {
    const html = Buffer.from('<!doctype html>'.padEnd(5000));
    const { stream, seen } = source(html, Buffer.alloc(100_000), Buffer.alloc(100_000));
    await expect(readPicture(stream, 205_000, INTAKE)).rejects.toMatchObject({
      reason: 'NotAPicture',
      message: 'The bytes are those of a file of another kind: HTML page',
    });
    expect(seen).toEqual({ read: 5000, closed: true });
  });

  it('cuts off a stream that is longer than announced', async () => {
    const { stream, seen } = source(jpegHead, Buffer.alloc(10), Buffer.alloc(1_000_000));
    await expect(readPicture(stream, 12, INTAKE)).rejects.toMatchObject({ reason: 'TooManyBytes' });
    expect(seen).toEqual({ read: 14, closed: true });
  });

  it('fails, to be tried again, when the stream ends before its length', async () => {
    const { stream } = source(jpegHead);
    await expect(readPicture(stream, 5, INTAKE)).rejects.toThrow(UnexpectedAnswerError);
  });
});

describe('releasePicture', () => {
  it('gives the memory back without waiting for the collector', async () => {
    const { stream } = source(jpegHead, Buffer.alloc(1_000_000));
    const file = await readPicture(stream, 1_000_004, INTAKE);
    releasePicture(file);
    expect(file.bytes.buffer.byteLength).toBe(0);
  });
});

const HEADER: PictureHeader = {
  format: 'png',
  width: 10_000,
  height: 5_000,
  orientation: 1,
  frames: 1,
  channels: 3,
  sampleBytes: 1,
};

describe('checkPicture', () => {
  it.each<[string, Partial<PictureHeader>, string | undefined]>([
    ['50 megapixels', {}, undefined],
    ['one row more', { height: 5_001 }, 'TooManyPixels'],
    ['a long animation', { width: 1, height: 1, frames: 1_000_000 }, undefined],
    ['frames that are too large together', { frames: 2 }, undefined],
    ['a first frame that is too large', { height: 5_001, frames: 2 }, 'TooManyPixels'],
    ['CMYK as progressive JPEG', { format: 'jpeg', channels: 4 }, undefined],
    ['16 bits and transparency', { channels: 4, sampleBytes: 2 }, undefined],
    ['64-bit samples', { format: 'tiff', channels: 4, sampleBytes: 8 }, 'TooMuchMemory'],
    ['AVIF of 35 megapixels', { format: 'avif', height: 3_500 }, undefined],
    ['AVIF of 50 megapixels', { format: 'avif' }, 'TooMuchMemory'],
  ])('judges %s by its header', (_, change, reason) => {
    const check = () => checkPicture({ ...HEADER, ...change }, 1_000_000, INTAKE.limits);
    if (reason === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ name: 'RejectedPictureError', reason }));
  });
});

describe('keptFrames', () => {
  it.each([
    [100, 500, 1000, 1000],
    [1, 1, 1001, 1000],
    [100, 501, 1000, 998],
    [10_000, 5_000, 2, 1],
    [10, 10, 1, 1],
  ])('of %d x %d pixels and %d frames keeps %d', (width, height, frames, kept) => {
    expect(keptFrames({ ...HEADER, width, height, frames }, INTAKE.limits)).toBe(kept);
  });
});

describe('a truncated picture', () => {
  const encode = {
    jpeg: async () => (await quarters(400, 300)).jpeg().toBuffer(),
    'progressive jpeg': async () => (await quarters(400, 300)).jpeg({ progressive: true }).toBuffer(),
    png: async () => (await quarters(400, 300)).png().toBuffer(),
    webp: async () => (await quarters(400, 300)).webp().toBuffer(),
    gif: async () => (await quarters(400, 300)).gif().toBuffer(),
    avif: async () => (await quarters(400, 300)).avif().toBuffer(),
    'animated gif': () => animation(64, 64, 8).gif().toBuffer(),
    'animated webp': () => animation(64, 64, 8).webp().toBuffer(),
  };

  it.each(Object.entries(encode))('is found in a %s, wherever it is cut', async (_, bytes) => {
    const whole = await bytes();
    const cuts = [0.3, 0.6, 0.9].map((share) => Math.floor(whole.length * share));
    for (const end of [...cuts, whole.length - 1])
      await expect(thumbnailOf(whole.subarray(0, end))).rejects.toMatchObject({ reason: 'Truncated' });
    await expect(thumbnailOf(whole)).resolves.toBeDefined();
  });

  it('is found in a TIFF, whose directory may stand at the end', async () => {
    const whole = await (await quarters(400, 300)).tiff({ compression: 'lzw' }).toBuffer();
    for (const end of [10, whole.length / 2, whole.length - 20])
      await expect(thumbnailOf(whole.subarray(0, end))).rejects.toMatchObject({ reason: 'Truncated' });
    await expect(thumbnailOf(whole)).resolves.toBeDefined();
  });

  it('may have bytes after its end', async () => {
    for (const format of ['jpeg', 'png', 'gif', 'webp', 'tiff'] as const) {
      const padded = Buffer.concat([await plain(20, 20).toFormat(format).toBuffer(), Buffer.alloc(9, 7)]);
      await expect(thumbnailOf(padded)).resolves.toBeDefined();
    }
  });

  it('is judged without end or crash in any bytes', async () => {
    const heads = [
      ...['\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\0\0\0\0WEBP', '\0\0\0\x14ftypavif', 'II*\0', 'MM\0+'],
      ...['\xff\xd8\xff\xc0\0\x11\x08', '\xff\xd8\xff\xda\0\x08\x01', 'II*\0\x08\0\0\0\x03\0\x11\x01\x04\0'],
      'GIF89a\x10\0\x10\0\0\0\0\x2c\0\0\0\0\x10\0\x10\0\0',
    ];
    const bytes = fc
      .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 100 }))
      .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]));
    fc.assert(
      fc.property(bytes, (file) => {
        const sniffed = sniffPicture(file);
        fc.pre(sniffed !== undefined && 'format' in sniffed);
        const { format } = sniffed;
        expect(typeof isCutOff(format, file)).toBe('boolean');
        for (const check of [checkStructure, checkData])
          try {
            check({ format, bytes: Buffer.from(file) });
          } catch (error) {
            expect(error).toBeInstanceOf(RejectedPictureError);
          }
        expect(Math.min(sequenceFrames(file), pngFrames(file))).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('a damaged picture', () => {
  it('is rejected with what the decoder says', async () => {
    const png = await quarters(200, 200).then((picture) => picture.png().toBuffer());
    png.fill(0, 800, 860);
    const rejection = await thumbnailOf(png).catch((error: unknown) => error);
    expect(rejection).toBeInstanceOf(RejectedPictureError);
    expect(rejection).toMatchObject({
      reason: 'Damaged',
      message: expect.stringContaining('The decoder says: '),
    });
  });
});
