import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3 } from './s3-stack.fixture.ts';

let stack: S3Stack;
let keys = 0;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

const BUCKET = 'photos';
const newKey = () => `key-${(keys += 1)}`;
const put = async (Key: string, Body: string, more: object = {}) =>
  (await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }))).ETag ?? '';
const remove = (Key: string, more: object = {}) =>
  stack.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key, ...more }));

/** An upload of one part that has come in; what is answered completes it. */
async function upload(Key: string) {
  const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
  const { ETag } = await stack.s3.send(
    new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber: 1, Body: 'part' }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  return (more: object) =>
    stack.s3.send(
      new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload, ...more }),
    );
}

const refused = (status: number, name: string, fields: object = {}) => ({
  name,
  $metadata: { httpStatusCode: status },
  ...fields,
});

describe('a multipart upload that is completed under a condition', () => {
  it('If-None-Match: fails while there is an object, and conflicts once that was deleted', async () => {
    const Key = newKey();
    await put(Key, 'a');
    const complete = await upload(Key);
    await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject(
      refused(412, 'PreconditionFailed', { Condition: 'If-None-Match' }),
    );
    await remove(Key);
    await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject(
      refused(409, 'ConditionalRequestConflict', { Condition: 'If-None-Match', Key }),
    );
    await expect((await upload(Key))({ IfNoneMatch: '*' })).resolves.toMatchObject({ Key });
  });

  it('If-None-Match: is not disturbed by a deletion that removed nothing', async () => {
    const Key = newKey();
    const complete = await upload(Key);
    await remove(Key);
    await expect(complete({ IfNoneMatch: '*' })).resolves.toMatchObject({ Key });
  });

  it('If-Match: fails for another entity tag, and conflicts with an equal object that was put since', async () => {
    const Key = newKey();
    const IfMatch = await put(Key, 'a');
    const complete = await upload(Key);
    await expect(complete({ IfMatch: '"0"' })).rejects.toMatchObject(
      refused(412, 'PreconditionFailed', { Condition: 'If-Match' }),
    );
    await put(Key, 'a');
    await expect(complete({ IfMatch })).rejects.toMatchObject(
      refused(409, 'ConditionalRequestConflict', { Condition: 'If-Match', Key }),
    );
    await expect((await upload(Key))({ IfMatch })).resolves.toMatchObject({ Key });
  });

  it('If-Match: finds no object after a deletion, and conflicts when one is put again', async () => {
    const Key = newKey();
    const IfMatch = await put(Key, 'a');
    const complete = await upload(Key);
    await remove(Key);
    await expect(complete({ IfMatch })).rejects.toMatchObject(refused(404, 'NoSuchKey', { Key }));
    await put(Key, 'a');
    await expect(complete({ IfMatch })).rejects.toMatchObject(refused(409, 'ConditionalRequestConflict'));
  });
});

describe('conditions that S3 does not have', () => {
  const both = { Header: 'If-Match,If-None-Match' };
  it.each([
    ['If-Match: *', { IfMatch: '*' }, { Header: 'If-Match' }],
    ['If-None-Match of a tag', { IfNoneMatch: '"0"' }, { Header: 'If-None-Match' }],
    ['both', { IfMatch: '"0"', IfNoneMatch: '*' }, both],
  ])('are refused on every write: %s', async (_case, more, fields) => {
    const Key = newKey();
    const error = refused(501, 'NotImplemented', fields);
    await put('source', 'a');
    const copy = new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource: `${BUCKET}/source`, ...more });
    await expect(put(Key, 'a', more)).rejects.toMatchObject(error);
    await expect(stack.s3.send(copy)).rejects.toMatchObject(error);
    await expect((await upload(Key))(more)).rejects.toMatchObject(error);
    expect(stack.store.objects.get({ bucket: BUCKET, key: Key })).toBeUndefined();
  });
});

describe('a deletion under a condition', () => {
  it('removes the object of that entity tag, or any with *', async () => {
    const Key = newKey();
    await put(Key, 'a');
    await expect(remove(Key, { IfMatch: 'bad' })).rejects.toMatchObject(
      refused(412, 'PreconditionFailed', { Condition: 'If-Match' }),
    );
    await remove(Key, { IfMatch: '*' });
    await expect(remove(Key, { IfMatch: '*' })).rejects.toMatchObject(refused(404, 'NoSuchKey'));
    await remove(Key, { IfMatch: await put(Key, 'a') });
    expect(stack.store.objects.get({ bucket: BUCKET, key: Key })).toBeUndefined();
  });

  it.each([
    [{ IfMatchLastModifiedTime: new Date() }, 'x-amz-if-match-last-modified-time'],
    [{ IfMatchSize: 1 }, 'x-amz-if-match-size'],
    [{ BypassGovernanceRetention: true }, 'x-amz-bypass-governance-retention'],
    [{ MFA: 'serial 123456' }, 'x-amz-mfa'],
  ])('is refused by the name of its header: %j', async (more, Header) => {
    const Key = newKey();
    await put(Key, 'a');
    await expect(remove(Key, more)).rejects.toMatchObject(refused(501, 'NotImplemented', { Header }));
    expect(stack.store.objects.get({ bucket: BUCKET, key: Key })).toBeDefined();
  });

  it('of many objects is answered for each', async () => {
    const [kept, gone] = [newKey(), newKey()];
    await put(kept, 'a');
    await put(gone, 'a');
    const Objects = [{ Key: kept, ETag: '"0"' }, { Key: gone }];
    const { Errors, Deleted } = await stack.s3.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }),
    );
    expect(Errors).toMatchObject([{ Key: kept, Code: 'PreconditionFailed' }]);
    expect(Deleted).toMatchObject([{ Key: gone }]);
  });

  it.each([
    ['Size', { Size: 1 }],
    ['LastModifiedTime', { LastModifiedTime: new Date() }],
  ])(
    'of many objects is refused whole with %s, which buckets of this kind do not have',
    async (name, more) => {
      const [first, second] = [newKey(), newKey()];
      await put(first, 'a');
      await put(second, 'a');
      const Objects = [{ Key: first }, { Key: second, ...more }];
      await expect(
        stack.s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } })),
      ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining(name) });
      expect((await stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: first }))).ETag).toBeDefined();
    },
  );
});

describe('the range of a part that is copied', () => {
  const form = /^The x-amz-copy-source-range value must be of the form bytes=first-last/;
  const copy = async (CopySourceRange?: string, more: object = {}) => {
    await put('ten', '0123456789');
    const Key = newKey();
    const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
    const part = { Bucket: BUCKET, Key, UploadId, PartNumber: 1, CopySource: `${BUCKET}/ten`, ...more };
    return stack.s3.send(new UploadPartCopyCommand({ ...part, CopySourceRange }));
  };

  it.each(['0-8', 'bytes=1-0', 'bytes=-1-', 'bytes=0--1', 'bytes=-', 'bytes=-0', 'bytes=1-', 'bytes=-2', ''])(
    'names both ends: %j is refused',
    async (range) => {
      await expect(copy(range || ' ')).rejects.toMatchObject({
        ...refused(400, 'InvalidArgument', { ArgumentName: 'x-amz-copy-source-range' }),
        message: expect.stringMatching(form),
      });
    },
  );

  it('lies in the source', async () => {
    await expect(copy('bytes=0-100')).rejects.toMatchObject({
      ...refused(400, 'InvalidArgument', { ArgumentValue: 'bytes=0-100' }),
      message: 'Range specified is not valid for source object of size: 10',
    });
    await expect(copy('bytes=100-200')).rejects.toMatchObject({
      ...refused(400, 'InvalidRequest'),
      message: 'The specified copy range is invalid for the source object size',
    });
    const { CopyPartResult } = await copy('bytes=0-8');
    expect(CopyPartResult?.ETag).toBe('"22975d8a5ed1b91445f6c55ac121505b"');
  });

  it('is not copied when a condition on the source fails, which is named', async () => {
    const [earlier, later] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    for (const [more, name] of [
      [{ CopySourceIfMatch: '"0"' }, 'If-Match'],
      [{ CopySourceIfNoneMatch: await put('ten', '0123456789') }, 'If-None-Match'],
      [{ CopySourceIfUnmodifiedSince: earlier }, 'If-Unmodified-Since'],
      [{ CopySourceIfNoneMatch: '"0"', CopySourceIfUnmodifiedSince: earlier }, 'If-Unmodified-Since'],
    ] as const)
      await expect(copy(undefined, more)).rejects.toMatchObject(
        refused(412, 'PreconditionFailed', { Condition: `x-amz-copy-source-${name}` }),
      );
    // A time to come says nothing.
    await expect(copy(undefined, { CopySourceIfModifiedSince: later })).resolves.toHaveProperty(
      'CopyPartResult',
    );
  });
});
