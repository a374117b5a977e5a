import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, SIGNED, startS3, textOf } from './s3-stack.fixture.ts';

const BUCKET = 'photos';
let stack: S3Stack;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

const put = (Key: string, Body: string, more: object = {}) =>
  stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const get = (Key: string, more: object = {}) =>
  stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));

describe('an object', () => {
  it('comes back as it was put, with its headers and metadata', async () => {
    const written = await put('a.txt', '한글 body', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { sequencer: '00AB', 'two-words': 'x y' },
      ServerSideEncryption: 'AES256',
    });
    expect(written.ETag).toBe(`"${createHash('md5').update('한글 body').digest('hex')}"`);
    const read = await get('a.txt');
    expect(await textOf(read.Body)).toBe('한글 body');
    expect(read).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentLength: 11,
      ETag: written.ETag,
      AcceptRanges: 'bytes',
      Metadata: { sequencer: '00AB', 'two-words': 'x y' },
      ServerSideEncryption: 'AES256',
      ChecksumCRC32: written.ChecksumCRC32,
    });
    const head = await stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a.txt' }));
    expect(head).toMatchObject({ ContentLength: 11, ETag: written.ETag, LastModified: read.LastModified });
  });

  it('has the MD5 of its bytes as entity tag, and a type when none was given', async () => {
    expect((await put('md5.txt', 'abc')).ETag).toBe('"900150983cd24fb0d6963f7d28e17f72"');
    expect((await get('md5.txt')).ContentType).toBe('application/octet-stream');
    const response = await fetch(`${stack.url}/photos/bare`, { method: 'PUT', headers: SIGNED, body: 'x' });
    expect(response.status).toBe(200);
  });

  it('may be empty', async () => {
    await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'empty', Body: new Uint8Array() }));
    const read = await get('empty');
    expect([read.ContentLength, await textOf(read.Body)]).toEqual([0, '']);
  });

  it.each<[string, string, string]>([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('is read in part by %s', async (Range, text, ContentRange) => {
    await put('range', '0123456789');
    const read = await get('range', { Range });
    expect([read.$metadata.httpStatusCode, await textOf(read.Body)]).toEqual([206, text]);
    expect(read.ContentRange).toBe(ContentRange);
  });

  it('is read whole by a range of another kind, and not at all behind its end', async () => {
    await put('range', '0123456789');
    for (const Range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=5-2'])
      expect(await textOf((await get('range', { Range })).Body)).toBe('0123456789');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('is answered under the headers that the reader asks for', async () => {
    await put('named', 'x', { ContentType: 'text/plain' });
    const read = await get('named', {
      ResponseContentType: 'image/png',
      ResponseContentDisposition: 'attachment; filename="a.png"',
    });
    expect(read).toMatchObject({
      ContentType: 'image/png',
      ContentDisposition: 'attachment; filename="a.png"',
    });
  });

  it('is read only when it is the one that the reader means', async () => {
    const { ETag = '' } = await put('version', 'one');
    const { LastModified } = await get('version');
    expect(await textOf((await get('version', { IfMatch: ETag })).Body)).toBe('one');
    await expect(get('version', { IfMatch: '"0"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('version', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    const past = new Date(Date.now() - 60_000);
    const future = new Date(Date.now() + 60_000);
    await expect(get('version', { IfModifiedSince: LastModified })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    // A time to come says nothing.
    await expect(get('version', { IfModifiedSince: future })).resolves.toMatchObject({ ETag });
    await expect(get('version', { IfUnmodifiedSince: past })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await textOf((await get('version', { IfMatch: ETag, IfUnmodifiedSince: past })).Body)).toBe('one');
  });

  it('is written only when there is none yet, or the one that the writer means', async () => {
    const { ETag } = await put('guarded', 'one', { IfNoneMatch: '*' });
    await expect(put('guarded', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('guarded', 'two', { IfMatch: '"0"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('no such', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put('guarded', 'two', { IfMatch: ETag });
    expect(await textOf((await get('guarded')).Body)).toBe('two');
  });

  it('is written once by ten writers at once that each want to be the first', async () => {
    const writers = Array.from({ length: 10 }, (_, index) => put('race', `${index}`, { IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled(writers);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await textOf((await get('race')).Body)).toBe(String(winner));
  });

  it('is read to its end although it is replaced meanwhile', async () => {
    const old = 'o'.repeat(8_000_000);
    await put('replaced', old);
    const { Body } = await get('replaced');
    await put('replaced', 'new');
    expect((await textOf(Body)) === old).toBe(true);
    expect(await textOf((await get('replaced')).Body)).toBe('new');
  });

  it('is gone when it is deleted, which may be said twice', async () => {
    await put('gone', 'x');
    const remove = () => stack.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'gone' }));
    expect([await remove(), await remove()]).toMatchObject(
      [{}, {}].map(() => ({ $metadata: { httpStatusCode: 204 } })),
    );
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'gone' });
    await expect(stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'gone' }))).rejects.toMatchObject(
      {
        name: 'NotFound',
      },
    );
  });

  it('is deleted with others, each by itself', async () => {
    for (const key of ['d/1', 'd/<2>&', 'd/3']) await put(key, 'x');
    const Objects = ['d/1', 'd/<2>&', 'd/never'].map((Key) => ({ Key }));
    const answer = await stack.s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['d/1', 'd/<2>&', 'd/never']);
    const quiet = { Objects: [{ Key: 'd/3' }, { Key: 'x'.repeat(1025) }], Quiet: true };
    const rest = await stack.s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: quiet }));
    expect([rest.Deleted, rest.Errors?.[0]?.Code]).toEqual([undefined, 'KeyTooLongError']);
    await expect(get('d/3')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('keeps bytes, type and time when it is tagged', async () => {
    await put('tagged', 'bytes', { ContentType: 'text/plain', Tagging: 'a=1&b=%ED%95%9C' });
    const before = await get('tagged');
    await stack.s3.send(
      new PutObjectTaggingCommand({
        Bucket: BUCKET,
        Key: 'tagged',
        Tagging: { TagSet: [{ Key: '크기', Value: '<큼>' }] },
      }),
    );
    const tags = () => stack.s3.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: 'tagged' }));
    expect((await tags()).TagSet).toEqual([{ Key: '크기', Value: '<큼>' }]);
    const after = await get('tagged');
    expect(await textOf(after.Body)).toBe('bytes');
    expect(after).toMatchObject({
      ContentType: 'text/plain',
      ETag: before.ETag,
      LastModified: before.LastModified,
      TagCount: 1,
    });
    expect(before.TagCount).toBe(2);
    await stack.s3.send(new DeleteObjectTaggingCommand({ Bucket: BUCKET, Key: 'tagged' }));
    expect((await tags()).TagSet).toEqual([]);
  });

  it('has ten tags at most, each once', async () => {
    await put('tags', 'x');
    const tag = (TagSet: { Key: string; Value: string }[]) =>
      stack.s3.send(new PutObjectTaggingCommand({ Bucket: BUCKET, Key: 'tags', Tagging: { TagSet } }));
    const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(tag(many)).rejects.toMatchObject({ name: 'BadRequest' });
    await tag(many.slice(1));
    await expect(tag([many[0], many[0]].flatMap((each) => each ?? []))).rejects.toMatchObject({
      name: 'InvalidTag',
    });
  });
});

describe('a copy', () => {
  const copy = (CopySource: string, Key: string, more: object = {}) =>
    stack.s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key, CopySource, ...more }));

  it('has bytes, metadata and tags of its source', async () => {
    await put('원본 +%.txt', 'bytes', { Metadata: { a: '1' }, ContentType: 'text/plain', Tagging: 't=1' });
    const { CopyObjectResult } = await copy(`photos/${encodeURIComponent('원본 +%.txt')}`, 'copy');
    const read = await get('copy');
    expect(read).toMatchObject({
      Metadata: { a: '1' },
      ContentType: 'text/plain',
      TagCount: 1,
      ETag: CopyObjectResult?.ETag,
    });
    expect(await textOf(read.Body)).toBe('bytes');
  });

  it('has its own metadata and tags when it says so', async () => {
    await put('source', 'bytes', { Metadata: { a: '1' }, Tagging: 't=1' });
    await copy('/photos/source', 'copy', {
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
      TaggingDirective: 'REPLACE',
    });
    const read = await get('copy');
    expect([read.Metadata, read.TagCount]).toEqual([{ b: '2' }, undefined]);
  });

  it('onto itself must change something', async () => {
    await put('self', 'bytes');
    await expect(copy('photos/self', 'self')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('photos/self', 'self', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect(await textOf((await get('self')).Body)).toBe('bytes');
  });

  it('is refused when its source is not the one that is meant, or none', async () => {
    const { ETag } = await put('source', 'bytes');
    await expect(copy('photos/source', 'c', { CopySourceIfMatch: '"0"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('photos/source', 'c', { CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(copy('photos/none', 'c')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('photos/source?versionId=1', 'c')).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('a bucket', () => {
  it('is made, found, listed and deleted when it is empty', async () => {
    await stack.s3.send(new CreateBucketCommand({ Bucket: 'second-bucket' }));
    await stack.s3.send(new CreateBucketCommand({ Bucket: 'second-bucket' }));
    expect(await stack.s3.send(new HeadBucketCommand({ Bucket: 'second-bucket' }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    const { Buckets } = await stack.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['photos', 'second-bucket']);
    expect(
      (await stack.s3.send(new GetBucketLocationCommand({ Bucket: 'photos' }))).LocationConstraint,
    ).toBeUndefined();
    await stack.s3.send(new PutObjectCommand({ Bucket: 'second-bucket', Key: 'a', Body: 'x' }));
    const remove = () => stack.s3.send(new DeleteBucketCommand({ Bucket: 'second-bucket' }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await stack.s3.send(new DeleteObjectCommand({ Bucket: 'second-bucket', Key: 'a' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('that does not exist is named in the refusal', async () => {
    const absent = { Bucket: 'absent', Key: 'a' };
    await expect(stack.s3.send(new GetObjectCommand(absent))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'absent',
    });
    await expect(stack.s3.send(new PutObjectCommand({ ...absent, Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(stack.s3.send(new DeleteObjectCommand(absent))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it.each(['Ab', 'a', 'UPPER', '-ab', 'ab-', '192.168.0.1', 'a..b', 'xn--abc', 'a_b'])(
    'is not named %s',
    async (name) => {
      const response = await fetch(`${stack.url}/${name}`, { method: 'PUT', headers: SIGNED });
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('<Code>InvalidBucketName</Code>'),
      ]);
    },
  );

  it('lies in the region of the stack only', async () => {
    const elsewhere = {
      Bucket: 'elsewhere',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const },
    };
    await expect(stack.s3.send(new CreateBucketCommand(elsewhere))).rejects.toMatchObject({
      name: 'IllegalLocationConstraintException',
    });
  });
});
