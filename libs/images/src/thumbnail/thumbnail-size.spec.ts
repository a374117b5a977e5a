import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import { EnvError, parseEnv } from '@hanok/lambda';
import * as fc from 'fast-check';
import { RejectedPictureError } from '../errors.ts';
import { thumbnailKeys, thumbnailSizes } from './thumbnail-size.ts';
import { thumbnailRulesFrom, thumbnailVariables } from './thumbnail-variables.ts';

const sizesOf = (list: string) => {
  const parsed = parseInput(thumbnailSizes, list);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

describe('thumbnailSizes', () => {
  it('reads boxes and formats', () => {
    expect(sizesOf('128x128, 512x300:webp')).toEqual([
      { name: '128x128', box: { width: 128, height: 128 }, format: undefined },
      { name: '512x300:webp', box: { width: 512, height: 300 }, format: 'webp' },
    ]);
  });

  it.each(['', '128', '0x1', '1x0', '01x1', '128x128:svg', '128x128:', '4097x1', '128X128', '1x1,'])(
    'refuses %j and says what it expects',
    (list) => {
      expect(() => sizesOf(list)).toThrow('expected sizes such as 128x128,512x512:webp');
    },
  );

  it('refuses a size that stands twice', () => {
    expect(() => sizesOf('128x128,64x64,128x128')).toThrow('a size stands twice');
  });
});

describe('thumbnailKeys', () => {
  const sizes = sizesOf('128x128,512x512,512x512:webp');

  it('puts the prefix in front of the whole key, further sizes into folders', () => {
    expect(thumbnailKeys('photos/2026/a.jpg', sizes)).toEqual([
      'thumbnail-photos/2026/a.jpg',
      '512x512/thumbnail-photos/2026/a.jpg',
      '512x512-webp/thumbnail-photos/2026/a.jpg',
    ]);
  });

  it('never gives two uploads one thumbnail', () => {
    const parts = fc.constantFrom('thumbnail-', '512x512/', '512x512-webp/', 'a', '/', '-', 'webp');
    const key = fc.array(parts, { minLength: 1, maxLength: 6 }).map((each) => each.join(''));
    fc.assert(
      fc.property(key, key, (one, other) => {
        fc.pre(one !== other);
        const taken = new Set(thumbnailKeys(one, sizes));
        expect(thumbnailKeys(other, sizes).filter((each) => taken.has(each))).toEqual([]);
      }),
    );
  });

  it('rejects a key that leaves no room for the prefix within 1,024 bytes', () => {
    const [first] = sizesOf('128x128');
    const keysOf = (length: number) => thumbnailKeys('a'.repeat(length), first ? [first] : []);
    expect(keysOf(1014)).toEqual([`thumbnail-${'a'.repeat(1014)}`]);
    expect(() => keysOf(1015)).toThrow(RejectedPictureError);
    expect(() => keysOf(1015)).toThrow("A thumbnail's key has 1025 bytes, at most 1024");
  });
});

describe('thumbnailRulesFrom', () => {
  const rules = (variables: Record<string, string>) =>
    thumbnailRulesFrom(parseEnv(thumbnailVariables, { RESIZED_BUCKET: 'resized', ...variables }));

  it('has 128x128 and the six formats by default', () => {
    const { sizes, accepted, limits } = rules({});
    expect(sizes.map(({ name }) => name)).toEqual(['128x128']);
    expect(accepted).toEqual(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff']);
    expect(limits).toMatchObject({ bytes: 134_217_728, pixels: 50_000_000, frames: 1000 });
  });

  it('refuses to start when thumbnails would be uploads again', () => {
    expect(() => rules({ IMAGES_BUCKET: 'resized' })).toThrow(EnvError);
    expect(() => rules({ IMAGES_BUCKET: 'resized' })).toThrow('RESIZED_BUCKET: must not be IMAGES_BUCKET');
  });

  it('refuses to start with a format that it could not decode', () => {
    expect(() => rules({ ACCEPTED_FORMATS: 'jpeg,heic' })).toThrow(
      'ACCEPTED_FORMATS: no decoder here for heic',
    );
  });

  it('names every bad variable at once', () => {
    expect(() => rules({ THUMBNAILS: 'big', ACCEPTED_FORMATS: 'jpeg,bmp', MAX_BYTES: '5 MB' })).toThrow(
      /^Environment variables: THUMBNAILS: expected sizes .*; ACCEPTED_FORMATS: expected a list of jpeg, .*; MAX_BYTES: expected a whole number$/,
    );
  });
});
