import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { startPhotoEngines } from '@hanok/photos/testing';
import { prepareFunction } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

/** The smallest GIF there is: one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const engines = await startPhotoEngines(['photos-1', 'photos-1-proxies']);
afterAll(engines.stop);
prepareFunction({ ...engines.variables, PROXIES_BUCKET: 'photos-1-proxies' });
const { handler } = await import('./main.ts');

it('makes a proxy under the same key in the other bucket', async () => {
  const photo = { Bucket: 'photos-1', Key: 'a/b.gif', Body: PIXEL };
  const { ETag = '' } = await engines.s3.send(new PutObjectCommand(photo));
  const upload = { bucket: 'photos-1', key: 'a/b.gif', eTag: ETag.replaceAll('"', ''), sequencer: '1' };
  expect(await handler(upload, buildLambdaContext())).toEqual({ outcome: 'proxied', proxyKey: 'a/b.gif' });
  const proxy = new HeadObjectCommand({ Bucket: 'photos-1-proxies', Key: 'a/b.gif' });
  expect(await engines.s3.send(proxy)).toMatchObject({ ContentType: 'image/gif' });
});
