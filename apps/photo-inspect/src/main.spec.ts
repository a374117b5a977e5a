import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { startPhotoEngines } from '@hanok/photos/testing';

/** The smallest GIF there is: one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let engines: Awaited<ReturnType<typeof startPhotoEngines>>;
beforeAll(async () => {
  engines = await startPhotoEngines(['photos-1']);
  Object.assign(process.env, engines.environment);
});
afterAll(() => engines.stop());

it('accepts a photo and rejects a text, and writes both to the table', async () => {
  const { handler } = await import('./main.ts');
  const inspect = async (key: string, Body: Buffer) => {
    const { ETag = '' } = await engines.s3.send(new PutObjectCommand({ Bucket: 'photos-1', Key: key, Body }));
    const upload = { bucket: 'photos-1', key, eTag: ETag.replaceAll('"', ''), sequencer: '1' };
    const { outcome } = await handler(upload, buildLambdaContext());
    const Key = { PhotoKey: { S: `photos-1/${key}` } };
    const { Item } = await engines.dynamodb.send(new GetItemCommand({ TableName: 'Photos', Key }));
    return { outcome, status: Item?.['Status']?.S, width: Item?.['Width']?.N };
  };
  expect(await inspect('a.gif', PIXEL)).toEqual({ outcome: 'accepted', status: 'RECEIVED', width: '1' });
  expect(await inspect('b.gif', Buffer.from('text'))).toEqual({ outcome: 'rejected', status: 'REJECTED' });
});
