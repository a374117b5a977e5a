import { afterAll, describe, expect, it } from '@jest/globals';
import { startPhotos } from './photos.fixture.ts';
import { plain } from './pictures.fixture.ts';

const photos = await startPhotos();
afterAll(photos.stop);

const crash = () => {
  throw Object.assign(new Error('가'.repeat(30_000)), { name: 'Runtime.OutOfMemory' });
};
const jpeg = () => plain(20, 10).jpeg().toBuffer();
/** 1,024 bytes of UTF-8. */
const longKey = (start: string) => start + '가'.repeat(341) + ' '.repeat(1_024 - 1_023 - start.length);
const oddKeys = ['a', '😀 %2F+&?#"\'\\\t\u007f', '.', '//', longKey('')];

describe('an upload whose function fails for good', () => {
  it.each(oddKeys.flatMap((key) => ['photo-inspect', 'photo-proxy'].map((name) => [key, name] as const)))(
    '%j: is FAILED in the table after %s, with the error, and PROXIED once it is started again',
    async (key, name) => {
      const upload = await photos.upload(`${name.length}${key}`.slice(0, 342), await jpeg());
      const failed = await photos.run(upload, { [name]: crash });
      expect(failed.error?.name).toBe('PhotoFailed');
      expect(await photos.record(upload)).toMatchObject({ Status: 'FAILED', Reason: 'Runtime.OutOfMemory' });
      expect((await photos.run(upload)).error).toBeUndefined();
      const record = await photos.record(upload);
      expect(record).toMatchObject({ Status: 'PROXIED', Width: 20 });
      expect(record).not.toHaveProperty('Reason');
    },
  );

  it('counts and logs it, with the name of the error alone', async () => {
    const upload = await photos.upload('logged', await jpeg());
    await photos.run(upload, { 'photo-proxy': crash });
    const said = photos.lines().filter((line) => line['key'] === 'logged');
    expect(said.at(-1)).toMatchObject({ outcome: 'failed', reason: 'Runtime.OutOfMemory' });
    expect(photos.lines().at(-1)).toMatchObject({ PhotosFailed: 1 });
  });
});

describe('a failure that comes late', () => {
  const failure = { Error: 'States.Timeout', Cause: '' };

  it.each(['PROXIED', 'REJECTED', 'GONE'])('leaves what is %s alone', async (Status) => {
    const upload = await photos.upload(Status, Status === 'REJECTED' ? Buffer.from('text') : await jpeg());
    if (Status === 'GONE') await photos.remove(upload);
    await photos.run(upload);
    const before = await photos.record(upload);
    expect(before).toMatchObject({ Status });
    await photos.fail({ ...upload, failure });
    expect(await photos.record(upload)).toEqual(before);
  });

  it('leaves a newer upload of the key alone', async () => {
    const older = await photos.upload('newer', await jpeg());
    const newer = await photos.upload('newer', await jpeg());
    await photos.inspect(newer);
    await photos.fail({ ...older, failure });
    expect(await photos.record(newer)).toMatchObject({ Status: 'RECEIVED' });
  });

  it('leaves an older failure to the newer upload', async () => {
    const older = await photos.upload('older', await jpeg());
    await photos.run(older, { 'photo-inspect': crash });
    const newer = await photos.upload('older', await jpeg());
    await photos.inspect(newer);
    expect(await photos.record(newer)).toMatchObject({ Status: 'RECEIVED' });
  });
});
