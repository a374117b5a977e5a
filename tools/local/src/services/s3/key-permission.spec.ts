import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE } from '@hanok/testing';
import fc from 'fast-check';
import { type S3Stack, startS3 } from './s3-stack.fixture.ts';

const SECRET = 'what-only-others-may-read';
const SECRET_KEYS = ['theirs/1', '//theirs'];

let stack: S3Stack;
let authorization: string;
beforeAll(async () => {
  stack = await startS3();
  for (const Key of SECRET_KEYS)
    await stack.s3.send(
      new PutObjectCommand({ Bucket: 'photos', Key, Body: SECRET, Tagging: `t=${SECRET}` }),
    );
  await stack.s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'mine/1', Body: 'own' }));
  const { accessKeyId } = stack.credentialsOf('owner', [
    { Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: ['arn:aws:s3:::photos/mine/*'] },
  ]);
  authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
});
afterAll(() => stack.stop());

/** Sends a path as it is, which fetch would resolve. */
function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<string> {
  const { hostname, port } = new URL(stack.url);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request(
    { hostname, port, method, path, headers: { authorization, ...headers } },
    (response) => {
      text(response).then((answer) => resolve(`${response.statusCode} ${answer}`), reject);
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

const keysOf = () => stack.store.objects.page('photos', '', '', 1000).map(({ key }) => key);

describe('a role that may use the keys below mine/', () => {
  it.each<[string, string, Record<string, string>]>([
    ['GET', '/photos/theirs/1', {}],
    ['GET', '/photos/mine/../theirs/1?partNumber=1', {}],
    ['GET', '/photos/%74heirs/1', {}],
    ['GET', '/photos%2Fmine/../theirs/1', {}],
    ['GET', '/theirs/1', { host: 'photos.localhost' }],
    ['PUT', '/photos/mine/2', { 'x-amz-copy-source': 'photos/theirs/1' }],
    ['PUT', '/photos/mine/2', { 'x-amz-copy-source': '/photos%2Ftheirs%2F1' }],
    ['PUT', '/photos/mine/2', { 'x-amz-tagging': 't=1' }],
    ['PUT', '/photos/mine/2?x-amz-tagging=t%3D1', {}],
    ['PUT', '/photos/mine/2?X-Amz-Tagging=t%3D1', {}],
    ['POST', '/photos/mine/2?uploads&X-Amz-Tagging=t%3D1', {}],
    ['DELETE', '/photos/theirs/1', {}],
    ['PUT', '/photos/mine', {}],
    ['PUT', '/photos/Mine/2', {}],
  ])('is denied %s %s with %j', async (method, path, headers) => {
    const before = keysOf();
    expect(await send(method, path, headers)).toMatch(/^(403|404) /);
    expect(keysOf()).toEqual(before);
  });

  it(`sees and changes no other key by any spelling ${SEED_NOTE}`, async () => {
    const encoded = fc
      .tuple(
        fc.constantFrom(...SECRET_KEYS, 'mine/1', 'mine/../theirs/1', 'theirs/2'),
        fc.infiniteStream(fc.nat(3)),
      )
      .map(([key, how]) =>
        [...key]
          .map((character) => {
            const hex = character.charCodeAt(0).toString(16);
            const at = how.next().value;
            return at === 0
              ? `%${hex}`
              : at === 1
                ? `%${hex.toUpperCase()}`
                : at === 2
                  ? `%25${hex}`
                  : character;
          })
          .join(''),
      );
    const prefix = fc.constantFrom(
      '/photos/',
      '/photos//',
      '/PHOTOS/',
      '/photos%2F',
      '/photos/./',
      '//photos/',
      '/',
    );
    const query = fc.constantFrom(
      '',
      '?x-id=GetObject',
      '?tagging',
      '?X-Amz-Tagging=a%3Db',
      '?uploads',
      '?partNumber=1',
    );
    const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'POST');
    const source = fc.option(
      fc.tuple(fc.constantFrom('', '/'), fc.constantFrom('photos/', 'photos%2F', 'photos%2f'), encoded),
      { nil: undefined },
    );
    const host = fc.constantFrom('127.0.0.1', 'localhost', 'photos.localhost');
    const others = () => keysOf().filter((key) => !key.startsWith('mine/'));
    const before = others();
    await fc.assert(
      fc.asyncProperty(
        method,
        prefix,
        encoded,
        query,
        source,
        host,
        async (verb, start, key, asked, from, to) => {
          const copy = from && { 'x-amz-copy-source': from.join('') };
          const answer = await send(verb, `${start}${key}${asked}`, { host: to, ...copy });
          expect(answer).not.toContain(SECRET);
          const own = await send('GET', '/photos/mine/1', {});
          expect(own).not.toContain(SECRET);
          expect(others()).toEqual(before);
        },
      ),
      { numRuns: runs(3_000), seed: SEED },
    );
    const copies = keysOf().filter((key) => key.startsWith('mine/'));
    for (const key of copies)
      expect(await send('GET', `/photos/${encodeURIComponent(key)}`, {})).not.toContain(SECRET);
  });
});
