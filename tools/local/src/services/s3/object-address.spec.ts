import { once } from 'node:events';
import { request } from 'node:http';
import {
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, SIGNED, startS3, textOf } from './s3-stack.fixture.ts';

const BUCKET = 'photos';
const KEYS = [
  'HappyFace.jpg',
  'photos/2026/a b+c.jpg',
  '사진/훈련 😀.png'.normalize('NFC'),
  '사진/훈련 😀.png'.normalize('NFD'),
  '100%.txt',
  '%ED%95%9C',
  '..',
  '../../etc/passwd',
  'a/../b/./c',
  'a//b',
  '/leading',
  'trailing/',
  ' space ',
  '?query=1&b#hash',
  'quotes"\'<tag>&amp;',
  'back\\slash',
  "!'()*~;:@=$,",
  '\u{10ffff}',
  '\ue000 before surrogates',
  'k'.repeat(1024),
  '한'.repeat(341),
];

describe('a key', () => {
  let stack: S3Stack;
  beforeAll(async () => {
    stack = await startS3();
    for (const Key of KEYS) await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
  });
  afterAll(() => stack.stop());

  it.each(KEYS.map((key) => [key.slice(0, 40), key]))('may be %j', async (_, Key) => {
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await textOf(Body)).toBe(Key);
  });

  it('of 1,025 bytes is refused', async () => {
    const put = stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k'.repeat(1025), Body: 'x' }));
    await expect(put).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('is listed in the order of its bytes of UTF-8, plain and percent-encoded', async () => {
    const byBytes = KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const plain = await stack.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(plain.Contents?.map(({ Key }) => Key)).toEqual(byBytes);
    const encoded = await stack.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, EncodingType: 'url' }));
    expect(encoded.Contents?.map(({ Key = '' }) => decodeURIComponent(Key))).toEqual(byBytes);
    expect(encoded.EncodingType).toBe('url');
  });

  it('is sent as it is, dots and all, and an encoding that is none is refused', async () => {
    expect(await raw(stack.url, '/photos/../../etc/passwd')).toEqual([200, '../../etc/passwd']);
    expect(await raw(stack.url, '/photos/a/%2E%2E/b/./c')).toEqual([200, 'a/../b/./c']);
    const [status, body] = await raw(stack.url, '/photos/%ff');
    expect([status, body]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')]);
  });
});

/** A request whose path no client has made tidy. */
async function raw(url: string, path: string): Promise<[number | undefined, string]> {
  const sent = request(url, { path, headers: SIGNED }).end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  return [response.statusCode, Buffer.concat(await response.toArray()).toString()];
}

describe('a listing', () => {
  let stack: S3Stack;
  beforeAll(async () => {
    stack = await startS3();
    const keys = ['2025/a', '2026/01/a', '2026/01/b', '2026/02/a', '2026/z', 'a', 'b'];
    for (const Key of keys) await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'xyz' }));
  });
  afterAll(() => stack.stop());
  const list = (more: object) => stack.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more }));

  it('has what S3 tells of an object', async () => {
    const { Contents, KeyCount, IsTruncated } = await list({ Prefix: '2025/', FetchOwner: true });
    expect([KeyCount, IsTruncated]).toEqual([1, false]);
    expect(Contents?.[0]).toMatchObject({
      Key: '2025/a',
      Size: 3,
      ETag: '"d16fb36f0911f878998c136191af705e"',
      StorageClass: 'STANDARD',
      Owner: { ID: '000000000000' },
    });
  });

  it('by folders has one entry per folder', async () => {
    const root = await list({ Delimiter: '/' });
    expect(root.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['2025/', '2026/']);
    expect(root.Contents?.map(({ Key }) => Key)).toEqual(['a', 'b']);
    const year = await list({ Delimiter: '/', Prefix: '2026/' });
    expect(year.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['2026/01/', '2026/02/']);
    expect(year.Contents?.map(({ Key }) => Key)).toEqual(['2026/z']);
  });

  it('begins behind a key', async () => {
    expect((await list({ StartAfter: '2026/02/a' })).Contents?.map(({ Key }) => Key)).toEqual([
      '2026/z',
      'a',
      'b',
    ]);
    const folders = await list({ StartAfter: '2026/', Delimiter: '/' });
    expect([folders.CommonPrefixes, folders.Contents?.length]).toEqual([undefined, 2]);
  });

  it('of no keys is a listing', async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ IsTruncated: false, KeyCount: 0 });
    expect(await list({ Prefix: 'none' })).toMatchObject({ IsTruncated: false, KeyCount: 0 });
  });

  it('goes on where a page ended, in both versions', async () => {
    const pages = paginateListObjectsV2({ client: stack.s3, pageSize: 2 }, { Bucket: BUCKET });
    const keys: unknown[] = [];
    for await (const page of pages) keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    expect(keys).toEqual(['2025/a', '2026/01/a', '2026/01/b', '2026/02/a', '2026/z', 'a', 'b']);
    const first = await stack.s3.send(new ListObjectsCommand({ Bucket: BUCKET, MaxKeys: 1, Delimiter: '/' }));
    expect([first.NextMarker, first.CommonPrefixes]).toEqual(['2025/', [{ Prefix: '2025/' }]]);
    const second = await stack.s3.send(
      new ListObjectsCommand({ Bucket: BUCKET, Marker: '2025/', Delimiter: '/' }),
    );
    expect(second.CommonPrefixes).toEqual([{ Prefix: '2026/' }]);
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  });

  it('refuses what cannot be asked', async () => {
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ EncodingType: 'gzip' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ ContinuationToken: 'eA' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
