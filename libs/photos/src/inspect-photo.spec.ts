import { afterAll, describe, expect, it } from '@jest/globals';
import { PHOTOS, RULES, startPhotos } from './photos.fixture.ts';
import { noisy, plain } from './pictures.fixture.ts';

const photos = await startPhotos();
afterAll(photos.stop);

const jpeg = (width: number, height: number) => plain(width, height).jpeg();

/** The JPEG with nothing between its last header and its end. */
function emptyScan(bytes: Buffer): Buffer {
  const scan = bytes.indexOf(Buffer.of(0xff, 0xda));
  const data = scan + 2 + bytes.readUInt16BE(scan + 2);
  return Buffer.concat([bytes.subarray(0, data), Buffer.of(0xff, 0xd9)]);
}

describe('photo-inspect', () => {
  it('measures a photo upright, and writes it as received', async () => {
    const bytes = await jpeg(300, 200).withMetadata({ orientation: 6 }).toBuffer();
    const upload = await photos.upload('사진/여름 +1.jpg', bytes);
    const size = { width: 200, height: 300, orientation: 6, frames: 1, bytes: bytes.length };
    expect(await photos.inspect(upload)).toEqual({ outcome: 'accepted', photo: { format: 'jpeg', ...size } });
    expect(await photos.record(upload)).toEqual({
      PhotoKey: `${PHOTOS}/사진/여름 +1.jpg`,
      Status: 'RECEIVED',
      Sequencer: upload.sequencer.padStart(64, '0'),
      ETag: upload.eTag,
      ReceivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      Format: 'jpeg',
      Width: 200,
      Height: 300,
      Orientation: 6,
      Frames: 1,
      Bytes: bytes.length,
    });
  });

  const png = () => plain(100, 100).png().toBuffer();
  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ['no bytes', 'Empty', () => Buffer.of()],
    ['text with the name of a picture', 'NotAPicture', () => Buffer.from('hello')],
    ['an HTML page', 'NotAPicture', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['SVG', 'FormatRefused', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['half a PNG', 'Truncated', async () => (await png()).subarray(0, 100)],
    ['the magic of a GIF and rubbish', 'Damaged', () => Buffer.from(`GIF89a${'x'.repeat(100)}`)],
    ['a JPEG without data', 'Truncated', async () => emptyScan(await jpeg(64, 64).toBuffer())],
    ['a picture of a format without decoder', 'Unsupported', () => Buffer.from('8BPS\0\x01'.padEnd(99))],
    ['the magic of a JPEG and nothing more', 'Truncated', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['more pixels than are taken', 'TooManyPixels', () => plain(10_001, 5_000).png().toBuffer()],
  ])(
    'rejects %s as %s, with the reason in the table and one line, and the error in another',
    async (name, reason, bytes) => {
      const upload = await photos.upload(`${name}.jpg`, await bytes());
      const rejected = { outcome: 'rejected', reason, detail: expect.stringMatching(/./) };
      expect(await photos.inspect(upload)).toEqual(rejected);
      expect(await photos.record(upload)).toMatchObject({ Status: 'REJECTED', Reason: reason });
      const said = photos.lines().filter((line) => line['key'] === upload.key);
      const stack = expect.arrayContaining([expect.stringContaining('libs/images/src')]);
      expect(said).toEqual([
        expect.objectContaining({
          ...{ level: 'warn', message: 'photo rejected', bucket: PHOTOS, reason },
          error: expect.objectContaining({ name: 'RejectedPictureError', stack }),
        }),
        expect.objectContaining({ level: 'info', bucket: PHOTOS, ...rejected }),
      ]);
      expect(photos.lines().at(-1)).toMatchObject({ PhotosRejected: 1, [`Rejected${reason}`]: 1 });
    },
  );

  it('rejects what is larger than is taken without reading it', async () => {
    const upload = await photos.upload('large.jpg', await noisy(100, 100));
    const rules = { limits: { ...RULES.limits, bytes: 1_000 } };
    expect(await photos.inspect(upload, rules)).toMatchObject({ reason: 'TooManyBytes' });
  });

  it('answers gone for an upload that was removed, and superseded for one that has other bytes now', async () => {
    const removed = await photos.upload('removed.jpg', await jpeg(10, 10).toBuffer());
    await photos.remove(removed);
    expect(await photos.inspect(removed)).toEqual({ outcome: 'gone' });
    expect(await photos.record(removed)).toMatchObject({ Status: 'GONE' });
    const first = await photos.upload('twice.jpg', await jpeg(10, 10).toBuffer());
    await photos.upload('twice.jpg', await jpeg(20, 20).toBuffer());
    expect(await photos.inspect(first)).toEqual({ outcome: 'superseded' });
    expect(await photos.record(first)).toMatchObject({ Status: 'RECEIVED' });
  });

  it('leaves a newer upload in the table alone, though the bytes are the same', async () => {
    const bytes = await jpeg(10, 10).toBuffer();
    const [older, newer] = [await photos.upload('same.jpg', bytes), await photos.upload('same.jpg', bytes)];
    await photos.inspect(newer);
    const before = await photos.record(newer);
    expect(await photos.inspect(older)).toEqual({ outcome: 'superseded' });
    expect(await photos.record(newer)).toEqual(before);
  });

  it('forgets in the table what came of an older upload', async () => {
    const older = await photos.upload('again.jpg', Buffer.from('text'));
    await photos.inspect(older);
    const newer = await photos.upload('again.jpg', await jpeg(10, 10).toBuffer());
    await photos.inspect(newer);
    expect(await photos.record(newer)).not.toHaveProperty('Reason');
    expect(await photos.record(newer)).toMatchObject({ Status: 'RECEIVED', Width: 10 });
  });

  it('finds the same again, and does not undo a proxy', async () => {
    const upload = await photos.upload('repeat.jpg', await jpeg(10, 10).toBuffer());
    const first = await photos.inspect(upload);
    await photos.makeProxy(upload);
    const before = await photos.record(upload);
    expect(before).toMatchObject({ Status: 'PROXIED' });
    expect(await photos.inspect(upload)).toEqual(first);
    expect(await photos.record(upload)).toEqual(before);
  });

  it('refuses an event that is none of its own, naming the fields', async () => {
    await expect(photos.inspect({ bucket: PHOTOS, key: 'a', eTag: '"quoted"' })).rejects.toThrow(
      'Not an event of this task: eTag: expected an ETag without quotes; sequencer: missing',
    );
  });

  it('fails, to be run again, when the bucket is not there', async () => {
    const upload = await photos.upload('a.jpg', Buffer.from('a'));
    await expect(photos.inspect({ ...upload, bucket: 'no-such-bucket' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
