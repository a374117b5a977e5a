import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3, textOf } from '../s3-stack.fixture.ts';

const BUCKET = 'photos';
const MB = 1024 * 1024;
let stack: S3Stack;
beforeAll(async () => void (stack = await startS3()));
afterAll(() => stack.stop());

const files = () => readdirSync(join(stack.dir, 'bodies')).length;
const begin = async (Key: string, more: object = {}) => {
  const { UploadId } = await stack.s3.send(
    new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...more }),
  );
  return { Bucket: BUCKET, Key, UploadId };
};
type Begun = Awaited<ReturnType<typeof begin>>;
const part = async (upload: Begun, PartNumber: number, Body: Buffer, more: object = {}) => {
  const answer = await stack.s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }));
  return {
    PartNumber,
    ETag: answer.ETag,
    ...(answer.ChecksumSHA256 && { ChecksumSHA256: answer.ChecksumSHA256 }),
  };
};
const complete = (
  upload: Begun,
  Parts: { PartNumber: number; ETag: string | undefined }[],
  more: object = {},
) => stack.s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

describe('an upload in parts', () => {
  it('has the MD5 of the MD5s of its parts as entity tag, and can be read by part', async () => {
    const [one, two] = [Buffer.alloc(5 * MB, 'a'), Buffer.from('end')];
    const upload = await begin('parts');
    const { ETag } = await complete(upload, [await part(upload, 1, one), await part(upload, 7, two)]);
    const digests = [one, two].map((each) => createHash('md5').update(each).digest());
    expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2"`);
    const second = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'parts', PartNumber: 2 }));
    expect([await textOf(second.Body), second.PartsCount, second.ContentRange]).toEqual([
      'end',
      2,
      `bytes ${5 * MB}-${5 * MB + 2}/${5 * MB + 3}`,
    ]);
    const across = await stack.s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'parts', Range: `bytes=${5 * MB - 2}-${5 * MB}` }),
    );
    expect(await textOf(across.Body)).toBe('aae');
    await expect(
      stack.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'parts', PartNumber: 3 })),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 416 },
    });
  });

  it('takes the last of two parts of one number, and leaves out what is not listed', async () => {
    const upload = await begin('again');
    await part(upload, 1, Buffer.from('old'));
    const newer = await part(upload, 1, Buffer.from('new'));
    await part(upload, 2, Buffer.from('unlisted'));
    const before = files();
    await complete(upload, [newer]);
    expect(
      await textOf((await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'again' }))).Body),
    ).toBe('new');
    expect(files()).toBe(before - 1);
  });

  it('can be completed twice, as a client does that has lost the answer', async () => {
    const upload = await begin('twice');
    const parts = [await part(upload, 1, Buffer.from('x'))];
    const first = await complete(upload, parts);
    expect((await complete(upload, parts)).ETag).toBe(first.ETag);
    await expect(part(upload, 2, Buffer.from('late'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('is not there before it is complete, and leaves no file when it is aborted', async () => {
    const before = files();
    const upload = await begin('aborted');
    await part(upload, 1, Buffer.from('x'));
    await expect(
      stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'aborted' })),
    ).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    await stack.s3.send(new AbortMultipartUploadCommand(upload));
    expect(files()).toBe(before);
    await expect(stack.s3.send(new AbortMultipartUploadCommand(upload))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
    await expect(part(upload, 1, Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('refuses parts out of order, unknown, changed or too small', async () => {
    const upload = await begin('wrong');
    const [one, two] = [await part(upload, 1, Buffer.from('1')), await part(upload, 2, Buffer.from('2'))];
    await expect(complete(upload, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(upload, [one, { ...two, PartNumber: 3 }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(upload, [{ ...one, ETag: two.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(upload, [one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(upload, [])).rejects.toMatchObject({ name: 'MalformedXML' });
    await expect(part(upload, 0, Buffer.from('0'))).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(part(upload, 10_001, Buffer.from('0'))).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('is put in place only when the condition holds, and can be tried again', async () => {
    const other = await stack.s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'conditional', Body: 'other' }),
    );
    const upload = await begin('conditional');
    const parts = [await part(upload, 1, Buffer.from('mine'))];
    await expect(complete(upload, parts, { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await complete(upload, parts, { IfMatch: other.ETag });
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'conditional' }));
    expect(await textOf(Body)).toBe('mine');
  });

  it('checks the checksums of its parts and makes one of them', async () => {
    const upload = await begin('sums', { ChecksumAlgorithm: 'SHA256' });
    const one = await part(upload, 1, Buffer.from('abc'), { ChecksumAlgorithm: 'SHA256' });
    const digest = createHash('sha256').update('abc').digest();
    expect(one.ChecksumSHA256).toBe(digest.toString('base64'));
    await expect(complete(upload, [{ ...one, ChecksumSHA256: 'AAAA' } as typeof one])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    const done = await complete(upload, [one]);
    expect(done.ChecksumSHA256).toBe(`${createHash('sha256').update(digest).digest('base64')}-1`);
  });

  it('makes a checksum of all bytes for CRC64NVME', async () => {
    const upload = await begin('whole', { ChecksumAlgorithm: 'CRC64NVME' });
    const one = await part(upload, 1, Buffer.from('123456789'), { ChecksumAlgorithm: 'CRC64NVME' });
    const done = await complete(upload, [one]);
    expect([done.ChecksumCRC64NVME, done.ChecksumType]).toEqual([
      Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
      'FULL_OBJECT',
    ]);
  });

  it('takes parts from other objects', async () => {
    await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'source', Body: '0123456789' }));
    const upload = await begin('from copies');
    const copied = await stack.s3.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: 1,
        CopySource: 'photos/source',
        CopySourceRange: 'bytes=2-4',
      }),
    );
    await complete(upload, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);
    expect(
      await textOf((await stack.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'from copies' }))).Body),
    ).toBe('234');
  });
});

describe('uploads under way', () => {
  const open: Begun[] = [];
  afterEach(async () => {
    for (const upload of open.splice(0)) await stack.s3.send(new AbortMultipartUploadCommand(upload));
  });

  it('are listed by key, with their parts, page by page', async () => {
    for (const key of ['list/b', 'list/a', 'list/a']) open.push(await begin(key));
    const [b, a1, a2] = open;
    const list = (more: object) =>
      stack.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: 'list/', ...more }));
    const ids = (await list({})).Uploads?.map(({ Key, UploadId }) => ({ Key, UploadId }));
    expect(ids).toEqual([a1, a2, b].map((each) => ({ Key: each?.Key, UploadId: each?.UploadId })));
    const page = await list({ MaxUploads: 1 });
    expect(page).toMatchObject({
      IsTruncated: true,
      NextKeyMarker: 'list/a',
      NextUploadIdMarker: a1?.UploadId,
    });
    const rest = await list({ KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker });
    expect(rest.Uploads?.map(({ UploadId }) => UploadId)).toEqual([a2?.UploadId, b?.UploadId]);
    if (a1 === undefined) throw new Error('No upload was begun');
    for (const number of [3, 1, 2]) await part(a1, number, Buffer.alloc(number));
    const parts = await stack.s3.send(new ListPartsCommand({ ...a1, MaxParts: 2 }));
    expect([parts.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]), parts.IsTruncated]).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      true,
    ]);
    const last = await stack.s3.send(
      new ListPartsCommand({ ...a1, PartNumberMarker: parts.NextPartNumberMarker }),
    );
    expect(last.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  });
});
