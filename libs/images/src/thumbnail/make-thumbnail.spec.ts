import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { makeThumbnail, RejectedPictureError } from '../index.ts';
import { plain, quarterColors, quarters } from '../pictures.fixture.ts';

const picture = await (await quarters(400, 300)).png().toBuffer();
const reasonOf = async (made: Promise<unknown>) => {
  const error = await made.catch((thrown: unknown) => thrown);
  return error instanceof RejectedPictureError ? error.reason : error;
};

describe('makeThumbnail', () => {
  it('fits a picture into the size, in its own format, and leaves its bytes as they are', async () => {
    const given = Uint8Array.from(picture);
    const { bytes, contentType } = await makeThumbnail(given, { width: 128, height: 128 });
    expect(contentType).toBe('image/png');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 128, height: 96 });
    expect(await quarterColors(bytes)).toEqual(['red', 'green', 'blue', 'yellow']);
    expect(Buffer.from(given).equals(picture)).toBe(true);
  });

  it('writes another format', async () => {
    const { contentType } = await makeThumbnail(picture, { width: 64, height: 64 }, { format: 'webp' });
    expect(contentType).toBe('image/webp');
  });

  it('rejects what no thumbnail can be made of, by reason', async () => {
    const size = { width: 64, height: 64 };
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const large = await plain(300, 300).png().toBuffer();
    expect(await reasonOf(makeThumbnail(new Uint8Array(), size))).toBe('Empty');
    expect(await reasonOf(makeThumbnail(Buffer.from('no picture at all, only text'), size))).toBe(
      'NotAPicture',
    );
    expect(await reasonOf(makeThumbnail(svg, size))).toBe('FormatRefused');
    expect(await reasonOf(makeThumbnail(picture.subarray(0, picture.length / 2), size))).toBe('Truncated');
    expect(await reasonOf(makeThumbnail(large, size, { limits: { pixels: 89_999 } }))).toBe('TooManyPixels');
    expect(await reasonOf(makeThumbnail(picture, size, { accepted: ['jpeg'] }))).toBe('FormatRefused');
  });

  it.each([
    [{ width: 0, height: 9 }, 'size.width: expected a whole number from 1 to 4096'],
    [{ width: 9, height: 4097 }, 'size.height: expected a whole number from 1 to 4096'],
    [{ width: 1.5, height: 9 }, 'size.width: expected a whole number from 1 to 4096'],
  ])('refuses the size %j, naming the side', async (size, message) => {
    await expect(makeThumbnail(picture, size)).rejects.toThrow(new RangeError(message));
  });

  it('ends at once when the signal aborts, before or meanwhile', async () => {
    const size = { width: 64, height: 64 };
    const reason = new Error('the client has gone');
    await expect(makeThumbnail(picture, size, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const making = makeThumbnail(picture, size, { signal: controller.signal });
    controller.abort(reason);
    await expect(making).rejects.toBe(reason);
  });
});
