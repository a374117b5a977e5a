import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placesOf } from '../model-members.fixture.ts';
import { OPERATIONS } from './s3-operations.ts';
import { type S3Stack, SIGNED, startS3 } from './s3-stack.fixture.ts';

/** What is read of a request, or changes nothing here. */
const KEPT_HEADERS = new Set([
  ...['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-length'],
  ...['content-md5', 'content-type', 'expires', 'range'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
  ...['x-amz-acl', 'x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'],
  ...[
    'x-amz-checksum-algorithm',
    'x-amz-checksum-mode',
    'x-amz-checksum-type',
    'x-amz-sdk-checksum-algorithm',
  ],
  ...['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].map((name) => `x-amz-checksum-${name}`),
  ...['x-amz-copy-source', 'x-amz-copy-source-range', 'x-amz-metadata-directive', 'x-amz-tagging-directive'],
  ...['match', 'none-match', 'modified-since', 'unmodified-since'].map(
    (name) => `x-amz-copy-source-if-${name}`,
  ),
  ...['x-amz-mp-object-size', 'x-amz-object-ownership', 'x-amz-request-payer', 'x-amz-tagging'],
  ...['x-amz-server-side-encryption', 'x-amz-server-side-encryption-bucket-key-enabled'],
  ...['x-amz-storage-class'],
]);

let stack: S3Stack;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

// PostObject is a form of browsers, of which no client has a model.
const operations = Object.keys(OPERATIONS).filter((name) => name !== 'PostObject');

/** An address of the operation, and what it cannot do without. */
function requestOf(operation: string) {
  const { method, uri, queries, headers } = placesOf({ ...s3 }, operation);
  const [path = '', fixed] = uri.split('?');
  const bucket = operation === 'ListBuckets' ? '/' : `/photos${path.includes('{Key+}') ? '/a' : ''}`;
  const query = new URLSearchParams(fixed);
  if (queries.includes('uploadId')) query.set('uploadId', 'none');
  if (operation.startsWith('UploadPart')) query.set('partNumber', '1');
  const own = headers.includes('x-amz-copy-source') ? { 'x-amz-copy-source': 'photos/a' } : {};
  return { method, path: bucket, query, headers: { ...SIGNED, ...own } };
}

async function ask({ method, path, query, headers }: ReturnType<typeof requestOf>): Promise<string> {
  const response = await fetch(`${stack.url}${path}?${query}`, { method, headers });
  return `${response.status} ${method === 'HEAD' ? '' : await response.text()}`;
}

describe('the parameters of S3', () => {
  it.each(operations)('of %s are kept, or refused by their name', async (operation) => {
    const { headers, queries } = placesOf({ ...s3 }, operation);
    for (const name of headers.filter((each) => !KEPT_HEADERS.has(each))) {
      const request = requestOf(operation);
      const answer = await ask({ ...request, headers: { ...request.headers, [name]: 'x' } });
      const named =
        request.method === 'HEAD' ? '' : name.startsWith('x-amz-grant-') ? 'AccessControlList' : name;
      expect(answer).toMatch(new RegExp(`^(400|501) [^]*${named}`));
    }
    for (const name of queries.filter((each) => !OPERATIONS[operation]?.query?.includes(each))) {
      const request = requestOf(operation);
      request.query.set(name, 'x');
      const named = request.method === 'HEAD' ? '' : `s3:${operation}\\?${name}`;
      expect(await ask(request)).toMatch(new RegExp(`^501 [^]*${named}`));
    }
  });
});
