import { bucketObject, bucketPage, bucketQuery, objectQuery } from '@hanok/console';
import { listPage } from '../../services/s3/listing/list-page.ts';
import { ConsoleError, consoleOperation, type ConsoleResource, RawAnswer } from '../console-operation.ts';
import { type ObjectAccess, readObject, readPicture } from './objects.ts';

type Context = { data: ObjectAccess };

/** The objects of the buckets. What is uploaded is told as text; only raster pictures are answered as they are. */
export const bucketsResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/buckets/{name}',
    summary: 'Objects of a bucket by the prefix of their keys, a page at a time.',
    input: bucketQuery,
    answer: bucketPage,
    run: ({ data: { objects } }: Context, { name: bucket, prefix = '', cursor = '', limit }) => {
      if (objects.buckets.get(bucket) === undefined)
        throw new ConsoleError(404, `There is no bucket ${bucket}`);
      const query = { bucket, prefix, delimiter: '', from: '', after: cursor, limit };
      const page = listPage(objects.objects, query);
      const rows = page.objects.map(({ key, record: { size, modified, headers } }) => {
        return { key, size, modified, type: headers['content-type'] ?? '' };
      });
      return { objects: rows, next: page.next === undefined ? null : (page.last ?? null) };
    },
  }),
  consoleOperation({
    method: 'GET',
    path: '/buckets/{name}/object',
    summary: 'What is known of an object, with the begin of its text.',
    input: objectQuery,
    answer: bucketObject,
    run: ({ data }: Context, address) => readObject(data, address),
  }),
  consoleOperation({
    method: 'GET',
    path: '/buckets/{name}/picture',
    summary: 'A raster picture (JPEG, PNG, GIF, WebP, AVIF, by its bytes); 415 for all else.',
    input: objectQuery,
    answer: 'image/*',
    run: async ({ data }: Context, address) => {
      const { type, size, stream } = await readPicture(data, address);
      const headers = { 'content-type': type, 'content-length': String(size), ...SAFE };
      return new RawAnswer({ status: 200, headers, body: '', stream });
    },
  }),
];

/** Whatever the bytes are beside a picture, a browser shows a picture or nothing, and runs none of it. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
