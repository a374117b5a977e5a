import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PhotoUpload } from './photo.ts';
import { startPhotos } from './photos.fixture.ts';
import { plain, sharp } from './pictures.fixture.ts';

const photos = await startPhotos();
afterAll(photos.stop);

const jpeg = (width: number) => plain(width, 10).jpeg().toBuffer();

describe('an upload', () => {
  it('goes through the machine and its functions to a proxy', async () => {
    const upload = await photos.upload('photo.jpg', await jpeg(2000));
    const { states, error } = await photos.run(upload);
    expect({ error, last: states.at(-1) }).toEqual({ error: undefined, last: 'Proxy made' });
    expect((await sharp((await photos.proxy('photo.jpg')).bytes).metadata()).width).toBe(1280);
  });

  it.each([
    ['Photo rejected', 'REJECTED', async () => photos.upload('note.jpg', Buffer.from('text'))],
    [
      'Photo gone',
      'GONE',
      async () => {
        const upload = await photos.upload('gone.jpg', await jpeg(10));
        await photos.remove(upload);
        return upload;
      },
    ],
  ])('ends in the state %s, which is no failed execution', async (end, Status, prepare) => {
    const upload = await prepare();
    const { states, error } = await photos.run(upload);
    expect({ error, last: states.at(-1) }).toEqual({ error: undefined, last: end });
    expect(await photos.record(upload)).toMatchObject({ Status });
  });

  it('wins as the newest whatever order, repeats and overlaps its events and those of older ones have', async () => {
    let key = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(fc.nat(3), { maxLength: 5 }),
        fc.boolean(),
        async (count, others, atOnce) => {
          key += 1;
          const uploads: PhotoUpload[] = [];
          for (let index = 1; index <= count; index += 1)
            uploads.push(await photos.upload(`order-${key}`, await jpeg(index * 10)));
          const newest = uploads.at(-1);
          const late = others.flatMap((index) => uploads[index] ?? []);
          const runs = [...late.slice(0, 2), newest, ...late.slice(2)].flatMap((each) => each ?? []);
          if (atOnce) await Promise.all(runs.map((each) => photos.run(each)));
          else for (const each of runs) await photos.run(each);
          const { bytes, metadata } = await photos.proxy(`order-${key}`);
          expect((await sharp(bytes).metadata()).width).toBe(count * 10);
          expect(metadata).toMatchObject({ 'source-sequencer': newest?.sequencer });
          expect(newest && (await photos.record(newest))).toMatchObject({
            Status: 'PROXIED',
            Width: count * 10,
          });
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
