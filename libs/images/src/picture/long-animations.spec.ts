import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { noiseGif, plainGif } from '../corpus/bombs.fixture.ts';
import { animation, INTAKE, plain, thumbnailOf, thumbnailsOf } from '../pictures.fixture.ts';
import { thumbnailSizes } from '../thumbnail/thumbnail-size.ts';
import { sequenceFrames } from './structure/image-sequence.ts';

const limited = (change: Partial<typeof INTAKE.limits>) => ({ limits: { ...INTAKE.limits, ...change } });
const delay = Array.from({ length: 12 }, (_, index) => 100 + 20 * index);

describe('an animation over a limit', () => {
  it.each(['gif', 'webp'] as const)(
    'keeps the first frames of a %s up to the limit, their times and its loops, and says so',
    async (format) => {
      const whole = animation(60, 40, 12);
      const timed = { delay, loop: 3 };
      const bytes = await (format === 'gif' ? whole.gif(timed) : whole.webp(timed)).toBuffer();
      const made = await thumbnailOf(bytes, limited({ frames: 5 }));
      expect(made.frames).toEqual({ kept: 5, of: 12 });
      expect(made.metadata).toMatchObject({ pages: 5, delay: delay.slice(0, 5), loop: 3 });
      const shades = await Promise.all(
        [0, 4].map(
          async (page) => (await sharp(made.bytes, { page }).removeAlpha().raw().toBuffer())[0] ?? -1,
        ),
      );
      for (const [index, grey] of [0, 4 * 37].entries())
        expect(Math.abs((shades[index] ?? -99) - grey)).toBeLessThan(12);
    },
  );

  it('keeps as many frames as have the pixels of the limit together, one at least', async () => {
    const bytes = await animation(60, 40, 12).webp().toBuffer();
    const kept = async (pixels: number) => (await thumbnailOf(bytes, limited({ pixels }))).frames;
    expect(await kept(60 * 40 * 7 + 5)).toEqual({ kept: 7, of: 12 });
    expect(await kept(60 * 40)).toEqual({ kept: 1, of: 12 });
    await expect(kept(60 * 40 - 1)).rejects.toMatchObject({ reason: 'TooManyPixels' });
  });

  it('says nothing of frames when all are there', async () => {
    const made = await thumbnailOf(await animation(60, 40, 12).gif().toBuffer(), limited({ frames: 12 }));
    expect(made).not.toHaveProperty('frames');
    expect(made.metadata.pages).toBe(12);
  });

  it('says that a format without frames shows the first', async () => {
    const bytes = await animation(60, 40, 12).gif().toBuffer();
    const [jpeg] = await thumbnailsOf(bytes, { sizes: thumbnailSizes.parse('64x64:jpeg') });
    expect(jpeg).toMatchObject({ contentType: 'image/jpeg', frames: { kept: 1, of: 12 } });
  });

  it('says so of a PNG of frames, which shows its first picture', async () => {
    const png = await plain(60, 40).png().toBuffer();
    const control = Buffer.from('\0\0\0\x08acTL\0\0\0\x07\0\0\0\0\0\0\0\0', 'latin1');
    control.writeUInt32BE(crc32(control.subarray(4, 16)), 16);
    const frames = Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
    expect(await thumbnailOf(frames)).toMatchObject({ contentType: 'image/png', frames: { kept: 1, of: 7 } });
  });

  it('of ten thousand frames has a thumbnail of the first thousand', async () => {
    const { frames, metadata } = await thumbnailOf(plainGif(10_000, 2));
    expect(frames).toEqual({ kept: 1000, of: 10_000 });
    expect(metadata.pages).toBeGreaterThan(0);
  });

  it('shows its first frame when the frames take too long', async () => {
    const { frames, metadata } = await thumbnailOf(noiseGif(128, 1000), limited({ seconds: 1 }));
    expect(frames).toEqual({ kept: 1, of: 1000 });
    expect(metadata).toMatchObject({ format: 'gif', width: 128, height: 128, pages: 1 });
  });
});

describe('sequenceFrames', () => {
  const box = (type: string, ...content: Buffer[]): Buffer => {
    const body = Buffer.concat(content);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const track = (samples: number) => {
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32BE(samples, 8);
    return box('trak', box('tkhd'), box('mdia', box('minf', box('stbl', box('stts'), box('stsz', sizes)))));
  };

  it('counts the frames of an image sequence, one where there is none', () => {
    expect(sequenceFrames(Buffer.concat([box('ftyp'), box('moov', track(48), track(2))]))).toBe(48);
    expect(sequenceFrames(Buffer.concat([box('ftyp'), box('mdat')]))).toBe(1);
    expect(sequenceFrames(box('moov', track(3)).subarray(0, -6))).toBe(1);
    expect(sequenceFrames(Buffer.alloc(64))).toBe(1);
  });
});
