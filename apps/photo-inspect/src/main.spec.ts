import { PutObjectCommand } from '@aws-sdk/client-s3';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { PHOTO_TABLE } from '@hanok/photos';
import { startPhotoEngines } from '@hanok/photos/testing';
import { prepareFunction } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

/** The smallest GIF there is: one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const engines = await startPhotoEngines(['photos-1']);
afterAll(engines.stop);
prepareFunction(engines.variables);
const { handler } = await import('./main.ts');

it('accepts a photo and rejects a text, and writes both to the table', async () => {
  const inspect = async (key: string, Body: Buffer) => {
    const { ETag = '' } = await engines.s3.send(new PutObjectCommand({ Bucket: 'photos-1', Key: key, Body }));
    const upload = { bucket: 'photos-1', key, eTag: ETag.replaceAll('"', ''), sequencer: '1' };
    const { outcome } = await handler(upload, buildLambdaContext());
    const item = await engines.tables.find(PHOTO_TABLE, { PhotoKey: { S: `photos-1/${key}` } });
    return { outcome, status: item?.['Status']?.S, width: item?.['Width']?.N };
  };
  expect(await inspect('a.gif', PIXEL)).toEqual({ outcome: 'accepted', status: 'RECEIVED', width: '1' });
  expect(await inspect('b.gif', Buffer.from('text'))).toEqual({ outcome: 'rejected', status: 'REJECTED' });
});
