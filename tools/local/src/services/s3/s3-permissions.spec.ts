import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3 } from './s3-stack.fixture.ts';

const BUCKET = 'photos';
const object = { Bucket: BUCKET, Key: 'a/b.jpg' };
const upload = { ...object, UploadId: 'none' };
let stack: S3Stack;
beforeAll(async () => {
  stack = await startS3();
  await stack.s3.send(new PutObjectCommand({ ...object, Body: 'x', Tagging: 't=1' }));
});
afterAll(() => stack.stop());

type Send = (s3: S3Client) => Promise<unknown>;

const may = (Action: string[], resource: string) => ({ Action, Resource: [resource] });
const ARN = 'arn:aws:s3:::photos';

describe('a role', () => {
  it.each<[string, string, Send]>([
    ['s3:GetObject', `${ARN}/a/b.jpg`, (s3) => s3.send(new GetObjectCommand(object))],
    ['s3:PutObject', `${ARN}/a/*`, (s3) => s3.send(new PutObjectCommand({ ...object, Body: 'x' }))],
    [
      's3:DeleteObject',
      `${ARN}/gone`,
      (s3) => s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'gone' })),
    ],
    ['s3:ListBucket', ARN, (s3) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))],
    ['s3:GetObjectTagging', `${ARN}/*`, (s3) => s3.send(new GetObjectTaggingCommand(object))],
    [
      's3:PutObjectTagging',
      `${ARN}/*`,
      (s3) =>
        s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 't', Value: '2' }] } })),
    ],
    ['s3:PutObject', `${ARN}/*`, (s3) => s3.send(new CreateMultipartUploadCommand(object))],
    [
      's3:ListBucketMultipartUploads',
      ARN,
      (s3) => s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET })),
    ],
    ['s3:ListAllMyBuckets', '*', (s3) => s3.send(new ListBucketsCommand({}))],
  ])('needs %s on %s, and nothing else', async (action, resource, send) => {
    await expect(send(stack.clientFor('powerless'))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `assumed-role/powerless/powerless is not authorized to perform: ${action} on resource:`,
      ),
    });
    await expect(send(stack.clientFor('allowed', may([action], resource)))).resolves.toBeDefined();
  });

  it.each<[string, Send]>([
    ['s3:AbortMultipartUpload', (s3) => s3.send(new AbortMultipartUploadCommand(upload))],
    ['s3:ListMultipartUploadParts', (s3) => s3.send(new ListPartsCommand(upload))],
  ])('needs %s for an upload in parts', async (action, send) => {
    await expect(send(stack.clientFor('powerless'))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(send(stack.clientFor('allowed', may([action], `${ARN}/*`)))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  });

  it('of one bucket has no other', async () => {
    const s3 = stack.clientFor('own', may(['s3:*'], ARN), may(['s3:*'], `${ARN}/*`));
    await expect(s3.send(new GetObjectCommand({ Bucket: 'photos-resized', Key: 'a' }))).rejects.toMatchObject(
      { name: 'AccessDenied' },
    );
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'photos-resized' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('that may not list a bucket is not told that there is no object', async () => {
    const blind = stack.clientFor('blind', may(['s3:GetObject'], `${ARN}/*`));
    const absent = { Bucket: BUCKET, Key: 'absent' };
    await expect(blind.send(new GetObjectCommand(absent))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(blind.send(new HeadObjectCommand(absent))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    const seeing = stack.clientFor('seeing', may(['s3:GetObject'], `${ARN}/*`), may(['s3:ListBucket'], ARN));
    await expect(seeing.send(new GetObjectCommand(absent))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(seeing.send(new HeadObjectCommand(absent))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('deletes of several objects those that it may', async () => {
    for (const Key of ['mine/1', 'yours/1'])
      await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }));
    const s3 = stack.clientFor('cleaner', may(['s3:DeleteObject'], `${ARN}/mine/*`));
    const Objects = [{ Key: 'mine/1' }, { Key: 'yours/1' }];
    const answer = await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: 'mine/1' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'yours/1', Code: 'AccessDenied' }]);
    await expect(
      stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'yours/1' })),
    ).resolves.toBeDefined();
  });

  it('copies what it may read, with tags that it may read, to where it may write', async () => {
    const copy = new CopyObjectCommand({ Bucket: BUCKET, Key: 'to/b', CopySource: 'photos/a/b.jpg' });
    const [read, write] = [may(['s3:GetObject'], `${ARN}/a/*`), may(['s3:PutObject'], `${ARN}/to/*`)];
    await expect(stack.clientFor('reader', read).send(copy)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(stack.clientFor('writer', write).send(copy)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(stack.clientFor('both', read, write).send(copy)).rejects.toMatchObject({
      message: expect.stringContaining('s3:GetObjectTagging'),
    });
    const tags = may(['s3:GetObjectTagging', 's3:PutObjectTagging'], `${ARN}/*`);
    await expect(stack.clientFor('all', read, write, tags).send(copy)).resolves.toBeDefined();
  });

  it('that names another account as the owner of a bucket is refused', async () => {
    const put = { ...object, Body: 'x', ExpectedBucketOwner: '111111111111' };
    await expect(stack.s3.send(new PutObjectCommand(put))).rejects.toMatchObject({ name: 'AccessDenied' });
    await stack.s3.send(new PutObjectCommand({ ...put, ExpectedBucketOwner: '000000000000' }));
  });
});
