import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type ObjectStore, startObjectStore } from '@hanok/engines';
import sample from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';

/** The smallest GIF there is: one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let engine: ObjectStore;
let client: S3Client;
beforeAll(async () => {
  engine = await startObjectStore();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    RESIZED_BUCKET: 'example-bucket-resized',
  });
  for (const bucket of ['example-bucket', 'example-bucket-resized']) engine.createBucket(bucket);
  client = new S3Client();
});
afterAll(() => engine.stop());

it('makes a thumbnail for the test event of the console', async () => {
  const { handler } = await import('./main.ts');
  await client.send(new PutObjectCommand({ Bucket: 'example-bucket', Key: 'test/key', Body: PIXEL }));
  await handler(sample, buildLambdaContext());
  const thumbnail = { Bucket: 'example-bucket-resized', Key: 'thumbnail-test/key' };
  expect(await client.send(new HeadObjectCommand(thumbnail))).toMatchObject({ ContentType: 'image/gif' });
});
