import { createHash } from 'node:crypto';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tablePaths } from '../../gateway/parameters.fixture.ts';
import { documentPaths } from '../model-members.fixture.ts';
import { DOCUMENTS } from './documents.ts';
import { type S3Stack, SIGNED, startS3 } from './s3-stack.fixture.ts';

const ADDRESSES: Readonly<Record<string, readonly [method: string, path: string]>> = {
  CreateBucket: ['PUT', '/made'],
  DeleteObjects: ['POST', '/photos?delete'],
  CompleteMultipartUpload: ['POST', '/photos/a?uploadId='],
  PutObjectTagging: ['PUT', '/photos/a?tagging'],
};
const PART = '<PartNumber>1</PartNumber>';

let stack: S3Stack;
let uploadId: string | undefined;
beforeAll(async () => {
  stack = await startS3();
  const object = { Bucket: 'photos', Key: 'a' };
  await stack.s3.send(new s3.PutObjectCommand({ ...object, Body: 'x' }));
  ({ UploadId: uploadId } = await stack.s3.send(new s3.CreateMultipartUploadCommand(object)));
});
afterAll(() => stack.stop());

async function send(operation: string, document: string): Promise<string> {
  const [method = '', path = ''] = ADDRESSES[operation] ?? [];
  const address = `${stack.url}${path}${path.endsWith('=') ? uploadId : ''}`;
  const md5 = createHash('md5').update(document).digest('base64');
  const headers = { ...SIGNED, 'content-md5': md5 };
  const response = await fetch(address, { method, headers, body: document });
  return `${response.status} ${await response.text()}`;
}

/** A document with one element of a path, and what is in it. */
const written = (path: string, content = 'x') =>
  path
    .split('.')
    .toReversed()
    .reduce((inner, name) => `<${name}>${inner}</${name}>`, content);

const operations = Object.keys(DOCUMENTS);
const leaves = operations.flatMap((operation) =>
  tablePaths(DOCUMENTS[operation] ?? {}).map(({ path, rule }) => ({ operation, path, rule })),
);
const refused = leaves.flatMap(({ operation, path, rule }): [string, string][] =>
  rule === false ? [[operation, path]] : [],
);

describe('the elements of documents of S3', () => {
  it.each(operations)('for %s are those of its model', (operation) => {
    const listed = leaves.filter((each) => each.operation === operation);
    const cut = listed.filter(({ rule }) => rule === false).map(({ path }) => path);
    const model = documentPaths({ ...s3 }, operation).map(
      (path) => cut.find((above) => path === above || path.startsWith(`${above}.`)) ?? path,
    );
    expect(listed.map(({ path }) => path).sort()).toEqual([...new Set(model)].sort());
  });

  it.each(refused)('for %s are refused by their name: %s', async (operation, path) => {
    const answer = await send(operation, written(path));
    expect(answer).toMatch(/^501 .*<Code>NotImplemented<\/Code>/s);
    expect(answer).toContain(`does not support the element ${path.split('.').at(-1)}<`);
  });

  it('that are refused leave every object as it was', async () => {
    const objects = '<Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>1</VersionId></Object>';
    expect(await send('DeleteObjects', `<Delete>${objects}</Delete>`)).toMatch(/^501/);
    const { Body } = await stack.s3.send(new s3.GetObjectCommand({ Bucket: 'photos', Key: 'a' }));
    expect(await Body?.transformToString()).toBe('x');
  });

  it.each([
    ['DeleteObjects', '<Delete><Object><Key>a</Key><Unknown/></Object></Delete>'],
    ['DeleteObjects', '<Delete><Object><Key>b</Key><Key>a</Key></Object></Delete>'],
    ['DeleteObjects', '<Delete><Quiet>true</Quiet><Quiet/><Object><Key>a</Key></Object></Delete>'],
    ['DeleteObjects', '<Delete><Object><Key>a<Key>b</Key></Key></Object></Delete>'],
    ['DeleteObjects', '<Delete>text<Object><Key>a</Key></Object></Delete>'],
    ['DeleteObjects', '<delete><Object><Key>a</Key></Object></delete>'],
    ['DeleteObjects', '<Tagging><TagSet/></Tagging>'],
    [
      'CompleteMultipartUpload',
      `<CompleteMultipartUpload><Part>${PART}<constructor/></Part></CompleteMultipartUpload>`,
    ],
    [
      'CompleteMultipartUpload',
      `<CompleteMultipartUpload><Part>${PART}</Part><Quiet/></CompleteMultipartUpload>`,
    ],
    ['PutObjectTagging', '<Tagging><TagSet/><TagSet/></Tagging>'],
    [
      'PutObjectTagging',
      '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value><Color/></Tag></TagSet></Tagging>',
    ],
    ['CreateBucket', '<CreateBucketConfiguration><Region>x</Region></CreateBucketConfiguration>'],
  ])('for %s are those of its schema: %s', async (operation, document) => {
    expect(await send(operation, document)).toMatch(/^400 .*<Code>MalformedXML<\/Code>/s);
  });
});
