import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Credentials } from '../../iam/roles.ts';
import { type S3Stack, startS3 } from '../s3-stack.fixture.ts';
import { checkVersion2 } from './presigned-v2.ts';

let stack: S3Stack;
let keys: Credentials;
beforeAll(async () => {
  stack = await startS3();
  await stack.s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'a', Body: 'bytes' }));
  keys = stack.credentialsOf('signer', [{ Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::photos/a'] }]);
});
afterAll(() => stack.stop());

/** As boto3 and the AWS CLI sign an address by default. */
function sign(
  path: string,
  { accessKeyId, secretAccessKey }: Credentials,
  seconds = 60,
  method = 'GET',
): URL {
  const expires = Math.floor(Date.now() / 1000) + seconds;
  const text = `${method}\n\n\n${expires}\n${path}`;
  const url = new URL(path, stack.url);
  url.searchParams.set('AWSAccessKeyId', accessKeyId);
  url.searchParams.set('Signature', createHmac('sha1', secretAccessKey).update(text).digest('base64'));
  url.searchParams.set('Expires', String(expires));
  return url;
}

async function ask(url: URL, init: RequestInit = {}): Promise<[number, string]> {
  const response = await fetch(url, init);
  const text = await response.text();
  return [response.status, /<Code>(\w+)</.exec(text)?.[1] ?? text];
}

describe('an address signed with version 2', () => {
  it('reads what its signer may read, with the headers that it asks for', async () => {
    expect(await ask(sign('/photos/a', keys))).toEqual([200, 'bytes']);
    const response = await fetch(sign('/photos/a?response-content-type=text/x', keys));
    expect(response.headers.get('content-type')).toBe('text/x');
    expect(await ask(sign('/photos/b', keys))).toEqual([403, 'AccessDenied']);
    expect(await ask(sign('/photos/a', { accessKeyId: 'outside', secretAccessKey: 'any' }))).toEqual([
      200,
      'bytes',
    ]);
  });

  it('is worthless when anything of it is changed', async () => {
    const other = sign('/photos/a', keys);
    other.searchParams.set('Expires', String(Number(other.searchParams.get('Expires')) + 1));
    expect(await ask(other)).toEqual([403, 'SignatureDoesNotMatch']);
    const read = sign('/photos/a', keys, 60, 'DELETE');
    expect(await ask(read)).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await ask(sign('/photos/a', keys), { headers: { 'x-amz-meta-a': '1' } })).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
  });

  it('holds until it expires', async () => {
    const response = await fetch(sign('/photos/a', keys, -1));
    expect(await response.text()).toMatch(/<Code>AccessDenied<.*<Message>Request has expired<.*<Expires>/);
    expect(response.status).toBe(403);
  });

  it.each(['AWSAccessKeyId', 'Signature', 'Expires'])('needs its part %s', async (name) => {
    const url = sign('/photos/a', keys);
    url.searchParams.delete(name);
    const text = await (await fetch(url)).text();
    expect(text).toContain('requires the Signature, Expires and AWSAccessKeyId parameters');
  });
});

describe('a signature of version 2 that S3 does not take', () => {
  const message =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';

  it('is refused in the Authorization header', async () => {
    const response = await fetch(new URL('/photos/a', stack.url), { headers: { authorization: 'AWS a:b' } });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  it('is refused in a region that opened after 2013', () => {
    const url = sign('/photos/a', keys);
    const request = { id: '', method: 'GET', url, headers: {}, body: Buffer.alloc(0) };
    const check = (region: string) =>
      checkVersion2(
        { ...request, signal: new AbortController().signal },
        { now: Date.now, secretOf: () => undefined, region },
      );
    expect(() => check('ap-northeast-2')).toThrow(message);
    expect(() => check('ap-northeast-1')).not.toThrow();
  });
});
