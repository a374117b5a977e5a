import { afterAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createObjectStore, type ObjectStore } from '@hanok/images';
import type { PhotoUpload } from './photo.ts';
import { ContendedProxyError } from './make-proxy.ts';
import { PROXIES, RULES, startPhotos } from './photos.fixture.ts';
import { noisy, plain, sharp } from './pictures.fixture.ts';

const photos = await startPhotos();
afterAll(photos.stop);

const jpeg = (width: number, height: number) => plain(width, height).jpeg().toBuffer();

/** An upload that was inspected. */
async function inspected(key: string, bytes: Buffer): Promise<PhotoUpload> {
  const upload = await photos.upload(key, bytes);
  expect(await photos.inspect(upload)).toMatchObject({ outcome: 'accepted' });
  return upload;
}

async function proxyOf(upload: PhotoUpload) {
  expect(await photos.makeProxy(upload)).toEqual({ outcome: 'proxied', proxyKey: upload.key });
  const proxy = await photos.proxy(upload.key);
  return { ...proxy, header: await sharp(proxy.bytes).metadata() };
}

/** An object store where another writer comes before each of the first `times` writes. */
function contended(times: number, interfere: () => Promise<unknown>): ObjectStore {
  const objects = createObjectStore({ client: photos.s3 });
  let left = times;
  return {
    ...objects,
    write: async (...call) => {
      left -= 1;
      if (left >= 0) await interfere();
      return objects.write(...call);
    },
  };
}

describe('photo-proxy', () => {
  it('makes a proxy of longest side 1280, upright, in sRGB, without metadata, under the same key', async () => {
    const taken = { IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitudeRef: 'N' } };
    const picture = plain(3000, 1500).jpeg().withExif(taken).withIccProfile('p3');
    const bytes = await sharp(await picture.toBuffer())
      .keepMetadata()
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ orientation: 6, exif: expect.anything() });
    const upload = await inspected('사진/여름 +1.jpg', bytes);
    const { header, contentType, metadata } = await proxyOf(upload);
    expect(header).toMatchObject({ format: 'jpeg', width: 640, height: 1280, space: 'srgb' });
    for (const name of ['exif', 'icc', 'xmp', 'iptc', 'orientation']) expect(header).not.toHaveProperty(name);
    expect(contentType).toBe('image/jpeg');
    expect(metadata).toEqual({ 'source-etag': upload.eTag, 'source-sequencer': upload.sequencer });
    expect(await photos.record(upload)).toMatchObject({
      Status: 'PROXIED',
      ProxyKey: '사진/여름 +1.jpg',
      Width: 1500,
      Height: 3000,
    });
  });

  it.each([
    [1280, 1280, { width: 1280, height: 1280 }],
    [1281, 100, { width: 1280, height: 100 }],
    [40, 30, { width: 40, height: 30 }],
    [3, 2000, { width: 2, height: 1280 }],
  ])('makes of %d x %d pixels a proxy that is never enlarged', async (width, height, size) => {
    const png = await plain(width, height).png().toBuffer();
    const { header, contentType } = await proxyOf(await inspected(`${width}x${height}`, png));
    expect(header).toMatchObject({ ...size, format: 'png' });
    expect(contentType).toBe('image/png');
  });

  it('keeps the transparency of a TIFF', async () => {
    const background = { r: 0, g: 200, b: 0, alpha: 0.5 };
    const clear = sharp({ create: { width: 40, height: 30, channels: 4, background } });
    const { bytes, contentType } = await proxyOf(
      await inspected('clear.tif', await clear.tiff({ compression: 'lzw' }).toBuffer()),
    );
    expect(contentType).toBe('image/tiff');
    expect([...(await sharp(bytes).raw().toBuffer()).subarray(0, 4)]).toEqual([0, 200, 0, 128]);
  });

  it('keeps the first frames of a long animation and says so, again when it runs again', async () => {
    const rows = Buffer.alloc(20 * 10 * 3 * 5).map((_, index) => 50 * Math.floor(index / 600));
    const raw = { width: 20, height: 50, channels: 3, pageHeight: 10 } as const;
    const upload = await inspected('long.gif', await sharp(rows, { raw }).gif().toBuffer());
    expect(await photos.record(upload)).toMatchObject({ Frames: 5 });
    const rules = { limits: { ...RULES.limits, frames: 3 } };
    const frames = { kept: 3, of: 5 };
    const answer = { outcome: 'proxied', proxyKey: 'long.gif', frames };
    expect(await photos.makeProxy(upload, undefined, rules)).toEqual(answer);
    expect(await photos.makeProxy(upload, undefined, rules)).toEqual(answer);
    const { bytes, metadata } = await photos.proxy('long.gif');
    expect(metadata).toMatchObject({ frames: '3', 'frames-total': '5' });
    expect((await sharp(bytes).metadata()).pages).toBe(3);
    const said = photos.lines().filter((line) => line['key'] === 'long.gif' && line['outcome'] === 'proxied');
    expect(said).toEqual(Array(2).fill(expect.objectContaining({ frames })));
  });

  it('rejects what only decoding shows to be cut off', async () => {
    const upload = await inspected('cut.jpg', (await noisy(600, 400)).subarray(0, 20_000));
    expect(await photos.makeProxy(upload)).toMatchObject({ outcome: 'rejected', reason: 'Truncated' });
    expect(await photos.record(upload)).toMatchObject({ Status: 'REJECTED', Reason: 'Truncated' });
    await expect(photos.proxy('cut.jpg')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('makes nothing again when it runs again, and completes what a kill left undone', async () => {
    const upload = await photos.upload('repeat.jpg', await jpeg(10, 10));
    // A proxy whose record was never written: its upload is not in the table at that time.
    const first = await proxyOf(upload);
    expect(await photos.record(upload)).toEqual({});
    await photos.inspect(upload);
    await photos.remove(upload);
    expect((await proxyOf(upload)).bytes).toEqual(first.bytes);
    expect(await photos.record(upload)).toMatchObject({ Status: 'PROXIED' });
  });

  it('answers gone and superseded as it finds the upload', async () => {
    const removed = await inspected('removed.jpg', await jpeg(10, 10));
    await photos.remove(removed);
    expect(await photos.makeProxy(removed)).toEqual({ outcome: 'gone' });
    expect(await photos.record(removed)).toMatchObject({ Status: 'GONE' });
    const first = await inspected('twice.jpg', await jpeg(10, 10));
    await photos.upload('twice.jpg', await jpeg(20, 20));
    expect(await photos.makeProxy(first)).toEqual({ outcome: 'superseded' });
  });

  it('never puts an older upload over a newer one, though the bytes are the same', async () => {
    const bytes = await jpeg(10, 10);
    const older = await inspected('same.jpg', bytes);
    const newer = await inspected('same.jpg', bytes);
    await proxyOf(newer);
    expect(await photos.makeProxy(older)).toEqual({ outcome: 'superseded' });
    expect((await photos.proxy('same.jpg')).metadata).toMatchObject({ 'source-sequencer': newer.sequencer });
  });

  it('gives way to a newer upload whose proxy comes between its reading and its writing', async () => {
    const older = await inspected('race.jpg', await jpeg(10, 10));
    const interfere = async () => {
      const newer = await inspected('race.jpg', await jpeg(20, 20));
      await proxyOf(newer);
    };
    expect(await photos.makeProxy(older, contended(1, interfere))).toEqual({ outcome: 'superseded' });
    expect((await sharp((await photos.proxy('race.jpg')).bytes).metadata()).width).toBe(20);
    expect(await photos.record(older)).toMatchObject({ Status: 'PROXIED', Width: 20 });
  });

  it('takes the place of an older proxy, and of what others put there', async () => {
    await proxyOf(await inspected('replaced.jpg', await jpeg(10, 10)));
    const { header } = await proxyOf(await inspected('replaced.jpg', await jpeg(20, 20)));
    expect(header.width).toBe(20);
    await photos.s3.send(new PutObjectCommand({ Bucket: PROXIES, Key: 'foreign.jpg', Body: 'x' }));
    expect((await proxyOf(await inspected('foreign.jpg', await jpeg(30, 30)))).header.width).toBe(30);
  });

  it('fails by name when others change the proxy at each of four attempts', async () => {
    const upload = await inspected('contended.jpg', await jpeg(10, 10));
    let writes = 0;
    const interfere = () => {
      const Body = `another writer ${(writes += 1)}`;
      return photos.s3.send(new PutObjectCommand({ Bucket: PROXIES, Key: 'contended.jpg', Body }));
    };
    await expect(photos.makeProxy(upload, contended(4, interfere))).rejects.toThrow(ContendedProxyError);
    expect(writes).toBe(4);
    await expect(photos.makeProxy(upload, contended(3, interfere))).resolves.toMatchObject({
      outcome: 'proxied',
    });
  });

  it('rejects an upload to the bucket of the proxies, which its proxy would replace', async () => {
    const upload = await photos.upload('loop.jpg', await jpeg(10, 10), PROXIES);
    expect(await photos.makeProxy(upload)).toMatchObject({ outcome: 'rejected', reason: 'OutputBucket' });
    expect((await photos.proxy('loop.jpg')).metadata).toEqual({});
  });
});
