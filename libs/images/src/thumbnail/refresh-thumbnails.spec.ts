import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import sample from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { S3_FAULTS } from '@hanok/testing';
import { IMAGES, RESIZED, startBuckets } from './buckets.fixture.ts';
import { thumbnailSizes } from './thumbnail-size.ts';
import { animation, COLORS, plain, quarterColors, RULES } from '../pictures.fixture.ts';

const picture = (color: keyof typeof COLORS) => plain(200, 100, COLORS[color]).png().toBuffer();
const pictures = { red: await picture('red'), green: await picture('green'), blue: await picture('blue') };
const buckets = await startBuckets();
afterAll(buckets.stop);
beforeEach(() => {
  buckets.follow(() => undefined);
  buckets.requests();
});

const colorOf = async (key: string) => (await quarterColors((await buckets.thumbnail(key)).bytes))[0];
const outcomes = (lines: Record<string, unknown>[]) =>
  lines.flatMap(({ message, outcome }) => (message === 'thumbnails' ? [outcome] : []));

describe('refreshThumbnails', () => {
  it.each([
    'HappyFace.jpg',
    'photos/2026/a b+c.jpg',
    'photos/2026/100%+.jpg',
    '사진/훈련 😀.png',
    '사진/훈련 😀.png'.normalize('NFD'),
    '../..//.hidden/./a...png',
    '%2B%20+&=;:@?#[]{}|\\^~`"<>\'()*!,$.gif',
    'no-extension',
    'a'.repeat(1014),
  ])('puts the thumbnail of %j under thumbnail-<key>', async (key) => {
    const lines = await buckets.deliver([await buckets.upload(key, pictures.red)]);
    expect(outcomes(lines)).toEqual(['Made']);
    expect(await buckets.thumbnailKeys()).toContain(`thumbnail-${key}`);
    const { bytes, contentType } = await buckets.thumbnail(`thumbnail-${key}`);
    expect(contentType).toBe('image/png');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 128, height: 64 });
  });

  it('takes the test event of the console with bucket and key replaced, as often as it is sent', async () => {
    await buckets.upload('HappyFace.jpg', pictures.green);
    const text = JSON.stringify(sample)
      .replaceAll('example-bucket', IMAGES)
      .replace('test%2Fkey', 'HappyFace.jpg');
    const event: unknown = JSON.parse(text);
    expect(outcomes(await buckets.deliver([], { event }))).toEqual(['Made']);
    expect(outcomes(await buckets.deliver([], { event }))).toEqual(['UpToDate']);
    expect(await colorOf('thumbnail-HappyFace.jpg')).toBe('green');
    const real = await buckets.upload('HappyFace.jpg', pictures.blue);
    expect(outcomes(await buckets.deliver([real]))).toEqual(['Made']);
    expect(await colorOf('thumbnail-HappyFace.jpg')).toBe('blue');
  });

  it('answers a repeated event with one HEAD, also with several sizes', async () => {
    for (const sizes of ['128x128', '128x128,64x64:webp,32x32'].map((list) => thumbnailSizes.parse(list))) {
      const event = await buckets.upload('repeated.png', pictures.red);
      await buckets.deliver([event], { rules: { sizes } });
      buckets.requests();
      expect(outcomes(await buckets.deliver([event], { rules: { sizes } }))).toEqual(['Repeated']);
      expect(buckets.requests()).toEqual([`HEAD ${RESIZED}/thumbnail-repeated.png`]);
    }
  });

  it('makes the thumbnails anew when the same event comes under other sizes', async () => {
    const event = await buckets.upload('sizes.png', pictures.red);
    await buckets.deliver([event]);
    const rules = { sizes: thumbnailSizes.parse('128x128,64x64:webp') };
    expect(outcomes(await buckets.deliver([event], { rules }))).toEqual(['Made']);
    expect((await buckets.thumbnail('64x64-webp/thumbnail-sizes.png')).contentType).toBe('image/webp');
  });

  it('keeps the thumbnail of the newest upload when an older event comes late, and sends no picture for it', async () => {
    const older = await buckets.upload('order.png', pictures.red);
    const newer = await buckets.upload('order.png', pictures.blue);
    await buckets.deliver([newer]);
    buckets.requests();
    expect(outcomes(await buckets.deliver([older]))).toEqual(['UpToDate']);
    expect(buckets.requests()).toEqual([`HEAD ${RESIZED}/thumbnail-order.png`, `GET ${IMAGES}/order.png`]);
    expect(await colorOf('thumbnail-order.png')).toBe('blue');
    expect((await buckets.thumbnail('thumbnail-order.png')).metadata).toMatchObject({
      'source-etag': newer.eTag,
      'source-sequencer': newer.sequencer,
    });
  });

  it('makes no thumbnail of an object that was deleted before the run', async () => {
    const created = await buckets.upload('deleted.png', pictures.red);
    const removed = await buckets.remove('deleted.png');
    expect(outcomes(await buckets.deliver([created, removed, created]))).toEqual(Array(3).fill('NotThere'));
    expect(await buckets.thumbnailKeys()).not.toContain('thumbnail-deleted.png');
  });

  it('removes all thumbnails with the object, and a late event of its creation brings none back', async () => {
    const rules = { sizes: thumbnailSizes.parse('128x128,64x64') };
    const created = await buckets.upload('removed.png', pictures.red);
    await buckets.deliver([created], { rules });
    const removed = await buckets.remove('removed.png');
    expect(outcomes(await buckets.deliver([removed], { rules }))).toEqual(['Removed']);
    expect(outcomes(await buckets.deliver([created], { rules }))).toEqual(['NotThere']);
    expect((await buckets.thumbnailKeys()).filter((key) => key.includes('removed'))).toEqual([]);
  });

  it('keeps the thumbnail when the object was put again after the removal', async () => {
    const created = await buckets.upload('again.png', pictures.red);
    const removed = await buckets.remove('again.png');
    const again = await buckets.upload('again.png', pictures.green);
    await buckets.deliver([again, removed, created]);
    expect(await colorOf('thumbnail-again.png')).toBe('green');
  });

  it('rejects what is no picture once, without a retry, and removes the thumbnail of the upload before', async () => {
    await buckets.deliver([await buckets.upload('page.jpg', pictures.red)]);
    const page = await buckets.upload('page.jpg', Buffer.from('<html>'));
    const lines = await buckets.deliver([page]);
    expect(lines.filter(({ level }) => level !== undefined)).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: 'record rejected',
        reason: 'NotAPicture',
        bucket: IMAGES,
        key: 'page.jpg',
      }),
    ]);
    expect(lines.at(-1)).toMatchObject({ RecordsRejected: 1, RejectedNotAPicture: 1, RecordsFailed: 0 });
    expect(await buckets.thumbnailKeys()).not.toContain('thumbnail-page.jpg');
  });

  it.each([
    ['Empty', Buffer.of()],
    ['FormatRefused', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['NotAPicture', Buffer.from('just text')],
    ['TooManyBytes', Buffer.alloc(200_000, 0xff)],
  ])('rejects as %s', async (reason, bytes) => {
    const limits = { bytes: 100_000, pixels: 1e6, frames: 10, memoryBytes: 1e8, seconds: 9 };
    const lines = await buckets.deliver([await buckets.upload('odd.jpg', bytes)], { rules: { limits } });
    expect(lines[0]).toMatchObject({ reason });
  });

  it('rejects an upload to the bucket of the thumbnails: no thumbnail of a thumbnail', async () => {
    const event = await buckets.upload('loop.png', pictures.red, RESIZED);
    const lines = await buckets.deliver([{ ...event, bucket: RESIZED }]);
    expect(lines[0]).toMatchObject({ reason: 'OutputBucket', key: 'loop.png' });
    expect(buckets.requests()).toEqual([]);
  });

  it('rejects a key that leaves no room for the prefix', async () => {
    const lines = await buckets.deliver([await buckets.upload('k'.repeat(1015), pictures.red)]);
    expect(lines[0]).toMatchObject({ reason: 'KeyTooLong' });
  });

  it('handles the other records of an event in which one is bad and one fails', async () => {
    const good = await buckets.upload('good.png', pictures.red);
    const failing = await buckets.upload('failing.png', pictures.red);
    const bad = await buckets.upload('bad.png', Buffer.from('bad'));
    buckets.follow(({ key }) => (key === 'failing.png' ? S3_FAULTS.busy : undefined));
    await expect(buckets.deliver([bad, failing, good])).rejects.toThrow('1 of 3 records failed');
    const keys = await buckets.thumbnailKeys();
    expect(keys).toContain('thumbnail-good.png');
    expect(keys).not.toContain('thumbnail-failing.png');
    buckets.follow(() => undefined);
    await buckets.deliver([bad, failing, good]);
    expect(await buckets.thumbnailKeys()).toContain('thumbnail-failing.png');
  });

  it('says in its log line, its metadata and a metric that an animation was shortened', async () => {
    const limits = { ...RULES.limits, frames: 2 };
    const upload = await buckets.upload('long.gif', await animation(60, 40, 5).gif().toBuffer());
    const lines = await buckets.deliver([upload], { rules: { limits } });
    expect(lines[0]).toMatchObject({ outcome: 'Made', frames: { kept: 2, of: 5 } });
    expect(lines.at(-1)).toMatchObject({ ThumbnailsMade: 1, ThumbnailsShortened: 1 });
    const { bytes, metadata } = await buckets.thumbnail('thumbnail-long.gif');
    expect(metadata).toMatchObject({ frames: '2', 'frames-total': '5', 'source-etag': upload.eTag });
    expect((await sharp(bytes).metadata()).pages).toBe(2);
  });

  it('writes no more of an upload to the log than its bucket and key', async () => {
    const lines = await buckets.deliver([await buckets.upload('quiet.png', pictures.red)]);
    expect(lines[0]).toEqual({
      level: 'info',
      service: 'test',
      message: 'thumbnails',
      requestId: expect.any(String),
      bucket: IMAGES,
      key: 'quiet.png',
      outcome: 'Made',
    });
  });
});
