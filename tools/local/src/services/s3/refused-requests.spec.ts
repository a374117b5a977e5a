import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUCKET_PARTS, OBJECT_PARTS } from './operation-name.ts';
import { OPERATIONS } from './s3-operations.ts';
import { type S3Stack, SIGNED, startS3, textOf } from './s3-stack.fixture.ts';

let stack: S3Stack;
beforeAll(async () => {
  stack = await startS3();
  await stack.s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a', Body: 'kept' }));
});
afterAll(() => stack.stop());

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<[number, string]> {
  const init = { method, headers: { ...SIGNED, ...headers }, ...(method === 'GET' ? {} : { body }) };
  const response = await fetch(`${stack.url}${path}`, init);
  const text = await response.text();
  expect(response.headers.get('x-amz-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  return [response.status, `${/<Code>(\w+)</.exec(text)?.[1]}: ${/<Message>([^<]*)</.exec(text)?.[1]}`];
}

const METHODS = ['GET', 'PUT', 'DELETE'];
/** Whether it is of a bucket, and can be read. */
function isRead(path: string): boolean {
  const [, part = ''] = /^\/photos\?(.*)$/.exec(path) ?? [];
  return Object.hasOwn(OPERATIONS, `Get${BUCKET_PARTS[part]}`);
}

describe('what the stack does not have', () => {
  const bucketParts = Object.keys(BUCKET_PARTS).map((part) => `/photos?${part}`);
  const objectParts = Object.keys(OBJECT_PARTS)
    .filter((part) => part !== 'tagging')
    .map((part) => `/photos/a?${part}`);

  it.each([...bucketParts, ...objectParts])('is refused by name: %s', async (path) => {
    for (const method of METHODS) {
      if (method === 'GET' && isRead(path)) continue;
      const [status, text] = await ask(method, path);
      expect([status, text]).toEqual([
        501,
        expect.stringMatching(/^NotImplemented: The local stack does not support s3:[A-Z]\w+$/),
      ]);
    }
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a' }));
    expect(await textOf(Body)).toBe('kept');
  });

  it.each([
    ['GET', '/photos/a?versionId=1', 's3:GetObject?versionId'],
    ['DELETE', '/photos/a?versionId=null', 's3:DeleteObject?versionId'],
    ['PUT', '/photos?acl', 's3:PutBucketAcl'],
    ['PUT', '/photos?versioning', 's3:PutBucketVersioning'],
    ['GET', '/photos?analytics', 's3:GetBucketAnalyticsConfiguration'],
    ['GET', '/photos?prefix=a&unknown=1', 's3:ListObjects?unknown'],
    ['PUT', '/photos/a?select', 's3:SelectObjectContent'],
  ])('is named as the API names it: %s %s', async (method, path, name) => {
    expect(await ask(method, path)).toEqual([
      501,
      `NotImplemented: The local stack does not support ${name}`,
    ]);
  });

  it.each([
    ['x-amz-object-lock-mode', 'GOVERNANCE', 'NotImplemented'],
    ['x-amz-website-redirect-location', '/b', 'NotImplemented'],
    ['x-amz-server-side-encryption', 'aws:kms', 'NotImplemented'],
    ['x-amz-server-side-encryption-customer-algorithm', 'AES256', 'NotImplemented'],
    ['x-amz-write-offset-bytes', '4', 'NotImplemented'],
    ['x-amz-checksum-algorithm', 'SHA512', 'InvalidRequest'],
    ['x-amz-checksum-md5', 'x', 'NotImplemented'],
    ['x-amz-acl', 'public-read', 'AccessControlListNotSupported'],
    ['x-amz-grant-read', 'id=1', 'AccessControlListNotSupported'],
  ])('is refused in the header %s', async (name, value, code) => {
    const [, text] = await ask('PUT', '/photos/a', { [name]: value });
    expect(text.split(':')[0]).toBe(code);
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'a' }));
    expect(await textOf(Body)).toBe('kept');
  });
});

it.each(['/?max-buckets=many', '/?max-buckets=-1', '/photos?max-keys=1.5'])(
  'a number is one: %s',
  async (path) => {
    const [status, text] = await ask('GET', path);
    expect([status, text]).toEqual([400, expect.stringContaining('not an integer or within integer range')]);
  },
);

describe('a document that is none', () => {
  const md5 = (body: string) => createHash('md5').update(body).digest('base64');
  it.each([
    '',
    'no xml',
    '<Delete>',
    '<Delete></Delete>',
    '<Other><Object><Key>a</Key></Object></Other>',
    '<!DOCTYPE x [<!ENTITY e "a">]><Delete><Object><Key>&e;</Key></Object></Delete>',
    '<Delete><Object><Key>&unknown;</Key></Object></Delete>',
    `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`,
    '<Delete><Object><Key>a</Key></Object></Delete><Delete/>',
    '<Delete><Object><Key>&#x110000;</Key></Object></Delete>',
  ])('removes nothing: %j', async (body) => {
    const [status, text] = await ask('POST', '/photos?delete', { 'content-md5': md5(body) }, body);
    expect([status, text.split(':')[0]]).toEqual([400, 'MalformedXML']);
    expect(stack.store.objects.page('photos', '', '', 2)).toHaveLength(1);
  });

  it('without a digest is not read', async () => {
    const body = '<Delete><Object><Key>a</Key></Object></Delete>';
    expect((await ask('POST', '/photos?delete', {}, body))[1]).toContain(
      'InvalidRequest: Missing required header',
    );
  });
});
