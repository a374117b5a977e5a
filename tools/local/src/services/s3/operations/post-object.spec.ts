import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type S3Stack, startS3, textOf } from '../s3-stack.fixture.ts';
import { readForm } from '../writing/form-data.ts';

const BUCKET = 'photos';
const all = { Action: ['s3:*'], Resource: ['*'] };
let stack: S3Stack;
let moved = 0;
beforeAll(async () => void (stack = await startS3({ now: () => Date.now() + moved })));
afterAll(() => stack.stop());

const sign = (more: Partial<PresignedPostOptions> = {}, client = stack.clientFor('poster', all)) =>
  createPresignedPost(client, { Bucket: BUCKET, Key: '사진/${filename}', Expires: 60, ...more });

type Post = Awaited<ReturnType<typeof sign>>;

async function send(
  { url, fields }: Post,
  file: string,
  more: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.set(name, value);
  form.set('file', new Blob([file]), 'a b.jpg');
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
}
const outcome = async (response: Response): Promise<[number, string]> => [
  response.status,
  /<Code>(\w+)</.exec(await response.text())?.[1] ?? '',
];
const read = async (Key: string) => {
  const object = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return { ...object, text: await textOf(object.Body) };
};

describe('a form', () => {
  it('uploads a file under its name, with the headers in its fields', async () => {
    const Conditions: NonNullable<PresignedPostOptions['Conditions']> = [
      ['starts-with', '$Content-Type', 'image/'],
      { 'x-amz-meta-owner': 'me' },
    ];
    const post = await sign({
      Conditions,
      Fields: { 'Content-Type': 'image/jpeg', 'x-amz-meta-owner': 'me' },
    });
    expect(await outcome(await send(post, 'bytes\r\n--and more'))).toEqual([204, '']);
    expect(await read('사진/a b.jpg')).toMatchObject({
      text: 'bytes\r\n--and more',
      ContentType: 'image/jpeg',
      Metadata: { owner: 'me' },
    });
  });

  it('answers as it asks', async () => {
    const created = await send(
      await sign({
        Key: 'k',
        Fields: { success_action_status: '201' },
        Conditions: [{ success_action_status: '201' }],
      }),
      'x',
    );
    expect([created.status, await created.text()]).toEqual([201, expect.stringContaining('<Key>k</Key>')]);
    const target = 'http://127.0.0.1:1/done';
    const redirected = await send(
      await sign({
        Key: 'k',
        Fields: { success_action_redirect: target },
        Conditions: [{ success_action_redirect: target }],
      }),
      'x',
    );
    const query = `bucket=photos&key=k&etag=%22${'9dd4e461268c8034f5c8564e155c67a6'}%22`;
    expect([redirected.status, redirected.headers.get('location')]).toEqual([303, `${target}?${query}`]);
  });

  it('of 10 MB comes back byte for byte', async () => {
    const file = '0123456789abcdef\r\n--'.repeat(500_000);
    expect((await send(await sign({ Key: 'large' }), file)).status).toBe(204);
    expect((await read('large')).text === file).toBe(true);
  });

  it.each<[string, Partial<PresignedPostOptions>, Record<string, string>, number, string]>([
    ['another key', { Key: 'a' }, { key: 'b' }, 403, 'AccessDenied'],
    [
      'a type that its policy does not begin with',
      { Fields: { 'Content-Type': 'image/png' }, Conditions: [['starts-with', '$Content-Type', 'image/']] },
      { 'Content-Type': 'text/html' },
      403,
      'AccessDenied',
    ],
    ['a field that its policy does not name', {}, { 'x-amz-meta-more': '1' }, 403, 'AccessDenied'],
    [
      'a policy that is not the signed one',
      {},
      { policy: Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64') },
      403,
      'SignatureDoesNotMatch',
    ],
    ['another signature', {}, { 'x-amz-signature': '0'.repeat(64) }, 403, 'SignatureDoesNotMatch'],
    ['too many bytes', { Conditions: [['content-length-range', 0, 3]] }, {}, 400, 'EntityTooLarge'],
    ['too few bytes', { Conditions: [['content-length-range', 6, 9]] }, {}, 400, 'EntityTooSmall'],
  ])('is refused for %s, and nothing is stored', async (_, options, change, status, code) => {
    const before = stack.store.objects.page(BUCKET, '', '', 100).map(({ key }) => key);
    expect(await outcome(await send(await sign({ Key: 'refused', ...options }), 'bytes', change))).toEqual([
      status,
      code,
    ]);
    expect(stack.store.objects.page(BUCKET, '', '', 100).map(({ key }) => key)).toEqual(before);
  });

  it('is refused when it has expired, with whatever key it is signed', async () => {
    const posts = [await sign({ Key: 'late' }), await sign({ Key: 'late' }, stack.s3)];
    moved = 61_000;
    const outcomes = await Promise.all(posts.map(async (post) => outcome(await send(post, 'x'))));
    moved = 0;
    expect(outcomes).toEqual([
      [403, 'AccessDenied'],
      [403, 'AccessDenied'],
    ]);
    expect(await outcome(await send(await sign({ Key: 'in time' }, stack.s3), 'x'))).toEqual([204, '']);
  });

  it('does no more than the role of its signer may', async () => {
    const other = stack.clientFor('other', {
      Action: ['s3:PutObject'],
      Resource: ['arn:aws:s3:::photos/mine/*'],
    });
    expect(await outcome(await send(await sign({ Key: 'yours/a' }, other), 'x'))).toEqual([
      403,
      'AccessDenied',
    ]);
    expect(await outcome(await send(await sign({ Key: 'mine/a' }, other), 'x'))).toEqual([204, '']);
  });

  it('is refused without policy, key or file', async () => {
    const post = async (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return outcome(await fetch(`${stack.url}/photos`, { method: 'POST', body: form }));
    };
    expect(await post({ key: 'a', file: 'x' })).toEqual([403, 'AccessDenied']);
    expect(await post({ policy: 'e30=', file: 'x' })).toEqual([400, 'InvalidArgument']);
    expect(await post({ key: 'a' })).toEqual([400, 'MalformedPOSTRequest']);
    expect(await post({ key: 'a', note: 'x'.repeat(30_000), file: 'x' })).toEqual([
      400,
      'MaxPostPreDataLengthExceededError',
    ]);
  });
});

describe('readForm', () => {
  it('gives the file byte for byte, however the form is cut and whatever looks like its boundary', async () => {
    const bytes = fc.array(fc.constantFrom('\r', '\n', '-', 'b', '\r\n--b', '\r\n--bou', 'x'), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 30 }), async (parts, size) => {
        const file = parts.join('');
        fc.pre(!file.includes('\r\n--bound'));
        const head =
          '--bound\r\nContent-Disposition: form-data; name="Key"\r\n\r\n한\r\n--bound\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
        const wire = Buffer.from(`${head}${file}\r\n--bound--\r\n`);
        const form = await readForm('multipart/form-data; boundary=bound', cut(wire, size));
        const read: Buffer[] = [];
        for await (const chunk of form.file) read.push(chunk);
        expect([form.fields.get('key'), Buffer.concat(read).toString()]).toEqual(['한', file]);
      }),
    );
  });
});

async function* cut(wire: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < wire.length; at += size) yield wire.subarray(at, at + size);
}
