import { afterAll, expect, it } from '@jest/globals';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startObjectStore } from '@hanok/engines';
import sample from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { clientSettings, endpointVariables, prepareFunction } from '@hanok/testing';

/** The smallest GIF there is: one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const engine = await startObjectStore();
afterAll(engine.stop);
for (const bucket of ['example-bucket', 'example-bucket-resized']) engine.createBucket(bucket);
const client = new S3Client(clientSettings(engine.endpoint));
const variables = endpointVariables({ S3: engine.endpoint });
const { lines } = prepareFunction({ ...variables, RESIZED_BUCKET: 'example-bucket-resized' });
const { handler } = await import('./main.ts');

it('makes a thumbnail for the test event of the console', async () => {
  await client.send(new PutObjectCommand({ Bucket: 'example-bucket', Key: 'test/key', Body: PIXEL }));
  await handler(sample, buildLambdaContext());
  const thumbnail = { Bucket: 'example-bucket-resized', Key: 'thumbnail-test/key' };
  expect(await client.send(new HeadObjectCommand(thumbnail))).toMatchObject({ ContentType: 'image/gif' });
  expect(lines()).toMatchObject([
    { service: 'create-thumbnail', message: 'thumbnails', key: 'test/key', outcome: 'Made' },
    { ThumbnailsMade: 1 },
  ]);
});
