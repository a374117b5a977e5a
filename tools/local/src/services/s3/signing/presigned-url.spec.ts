import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3, textOf } from '../s3-stack.fixture.ts';

const BUCKET = 'photos';
const KEY = '사진/a b+c %.jpg';
const all = { Action: ['s3:*'], Resource: ['*'] };
let stack: S3Stack;
/** The service's time is the real one, moved by so many milliseconds. */
let moved = 0;
beforeAll(async () => void (stack = await startS3({ now: () => Date.now() + moved })));
afterAll(() => stack.stop());

const answer = async (response: Response): Promise<[number, string]> => [
  response.status,
  /<Code>(\w+)</.exec(await response.text())?.[1] ?? '',
];

describe.each([
  ['a client outside', () => stack.s3],
  ['a function', () => stack.clientFor('signer', all)],
])('an address signed by %s', (_, clientOf) => {
  const sign = (command: GetObjectCommand | PutObjectCommand, expiresIn = 60, more: object = {}) =>
    getSignedUrl(clientOf(), command, { expiresIn, ...more });

  it('writes and reads without further credentials', async () => {
    const put = await sign(
      new PutObjectCommand({ Bucket: BUCKET, Key: KEY, ContentType: 'image/jpeg', Metadata: { a: '1' } }),
    );
    const written = await fetch(put, {
      method: 'PUT',
      body: 'bytes',
      headers: { 'content-type': 'image/jpeg' },
    });
    expect([written.status, await written.text()]).toEqual([200, '']);
    const head = await stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(head).toMatchObject({ ContentType: 'image/jpeg', Metadata: { a: '1' } });
    const get = await sign(
      new GetObjectCommand({ Bucket: BUCKET, Key: KEY, ResponseContentType: 'text/plain' }),
    );
    const read = await fetch(get);
    expect([read.headers.get('content-type'), await read.text()]).toEqual(['text/plain', 'bytes']);
  });

  it('holds until it expires', async () => {
    const url = await sign(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }), 60);
    moved = 59_000;
    expect((await answer(await fetch(url)))[0]).toBe(200);
    moved = 62_000;
    const late = await fetch(url);
    const text = await late.text();
    moved = 0;
    expect([late.status, text]).toEqual([
      403,
      expect.stringContaining('<Message>Request has expired</Message>'),
    ]);
  });

  it('is not valid for longer than a week, before its time, or without one of its parts', async () => {
    const url = await sign(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }), 60);
    expect(await answer(await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801')))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    expect(await answer(await fetch(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=soon')))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    expect(await answer(await fetch(url.replace(/X-Amz-Date=[^&]+&/, '')))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    expect(await answer(await fetch(url.replace(/X-Amz-Signature=[^&]+&/, '')))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    moved = -16 * 60_000;
    const early = await answer(await fetch(url));
    moved = 0;
    expect(early).toEqual([403, 'AccessDenied']);
  });
});

describe('an address signed by a function', () => {
  it('is worthless when anything of it is changed', async () => {
    const client = stack.clientFor('changed', all);
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: BUCKET, Key: KEY }), {
      expiresIn: 60,
    });
    expect((await answer(await fetch(url)))[0]).toBe(200);
    const changes: [RegExp, string][] = [
      [/\.jpg/, '.png'],
      [/X-Amz-Expires=60/, 'X-Amz-Expires=61'],
      [/X-Amz-Signature=./, 'X-Amz-Signature=x'],
      [/$/, '&response-content-type=text%2Fhtml'],
    ];
    for (const [part, change] of changes)
      expect(await answer(await fetch(url.replace(part, change)))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await answer(await fetch(url, { method: 'PUT', body: 'x' }))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
  });

  it('does no more than its role may', async () => {
    const reader = stack.clientFor('reader', {
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::photos/public/*'],
    });
    const url = await getSignedUrl(reader, new GetObjectCommand({ Bucket: BUCKET, Key: KEY }), {
      expiresIn: 60,
    });
    expect(await answer(await fetch(url))).toEqual([403, 'AccessDenied']);
  });

  it('binds the headers that were signed', async () => {
    const client = stack.clientFor('binder', all);
    const command = new PutObjectCommand({ Bucket: BUCKET, Key: 'bound', ContentType: 'image/png' });
    const url = await getSignedUrl(client, command, {
      expiresIn: 60,
      signableHeaders: new Set(['content-type']),
    });
    const put = (type: string) => fetch(url, { method: 'PUT', body: 'x', headers: { 'content-type': type } });
    expect(await answer(await put('text/html'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect((await answer(await put('image/png')))[0]).toBe(200);
    expect(
      await textOf((await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'bound' }))).Body),
    ).toBe('x');
  });
});
