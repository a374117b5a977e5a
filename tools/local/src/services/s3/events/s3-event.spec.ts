import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type S3Stack, startS3 } from '../s3-stack.fixture.ts';
import type { NotificationConfig } from './notification-config.ts';
import { createEventSender } from './outbox.ts';
import { encodeKey } from './s3-event.ts';

const BUCKET = 'photos';
const config: NotificationConfig = {
  id: 'c',
  event: 's3:ObjectCreated:*',
  functionName: 'thumb',
  prefix: '',
  suffix: '',
};
let stack: S3Stack;
beforeEach(async () => void (stack = await startS3()));
afterEach(() => stack.stop());

const put = (Key: string, Body = 'bytes', more: object = {}) =>
  stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const names = () => stack.takeEvents().map(({ record }) => record.eventName);

describe('an event', () => {
  it('is what S3 sends, field by field', async () => {
    stack.settings({ notifications: [config] });
    await put('사진/a b+c%.jpg');
    expect(stack.takeEvents()).toEqual([
      {
        functionName: 'thumb',
        record: {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'us-east-1',
          eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: '000000000000' },
          requestParameters: { sourceIPAddress: '127.0.0.1' },
          responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: 'c',
            bucket: {
              name: 'photos',
              ownerIdentity: { principalId: '000000000000' },
              arn: 'arn:aws:s3:::photos',
            },
            object: {
              key: '%EC%82%AC%EC%A7%84/a+b%2Bc%25.jpg',
              size: 5,
              eTag: '4b3a6218bb3e3a7303e8a171a60fcf92',
              sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
            },
          },
        },
      },
    ]);
  });

  it('names the role that wrote', async () => {
    stack.settings({ notifications: [config] });
    const s3 = stack.clientFor('writer', { Action: ['s3:*'], Resource: ['*'] });
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'x' }));
    expect(stack.takeEvents()[0]?.record.userIdentity).toEqual({ principalId: 'AWS:writer:writer' });
  });

  it('comes from each kind of write, and from no other call', async () => {
    stack.settings({ notifications: [config, { ...config, id: 'd', event: 's3:ObjectRemoved:*' }] });
    await put('a');
    await stack.s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'b', CopySource: 'photos/a' }));
    const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: 'c' }));
    const part = { Bucket: BUCKET, Key: 'c', UploadId, PartNumber: 1 };
    const { ETag } = await stack.s3.send(new UploadPartCommand({ ...part, Body: 'x' }));
    const complete = { ...part, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
    await stack.s3.send(new CompleteMultipartUploadCommand(complete));
    await stack.s3.send(new CompleteMultipartUploadCommand(complete));
    const { url, fields } = await createPresignedPost(stack.s3, { Bucket: BUCKET, Key: 'd' });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, file: 'x' })) form.set(name, value);
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
    await stack.s3.send(new PutObjectTaggingCommand({ Bucket: BUCKET, Key: 'a', Tagging: { TagSet: [] } }));
    for (const Key of ['a', 'never there'])
      await stack.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    await stack.s3.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'b' }, { Key: 'c' }] } }),
    );
    await expect(put('d', 'x', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(names()).toEqual([
      'ObjectCreated:Put',
      'ObjectCreated:Copy',
      'ObjectCreated:CompleteMultipartUpload',
      'ObjectCreated:Post',
      'ObjectRemoved:Delete',
      'ObjectRemoved:Delete',
      'ObjectRemoved:Delete',
    ]);
  });

  it('of a removed object has neither size nor entity tag', async () => {
    await put('a b');
    stack.settings({ notifications: [{ ...config, event: 's3:ObjectRemoved:Delete' }] });
    await stack.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'a b' }));
    expect(stack.takeEvents()[0]?.record.s3.object).toEqual({ key: 'a+b', sequencer: expect.any(String) });
  });

  it('is sent for the kinds, prefixes and suffixes that are asked for', async () => {
    stack.settings({
      notifications: [
        { ...config, functionName: 'jpegs', prefix: '사진/', suffix: '.jpg' },
        { ...config, functionName: 'copies', event: 's3:ObjectCreated:Copy', prefix: 'copies/' },
      ],
    });
    for (const key of ['사진/a.jpg', '사진/a.JPG', 'a.jpg', 'copies/a']) await put(key);
    await stack.s3.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: 'copies/b', CopySource: 'photos/a.jpg' }),
    );
    const sent = stack
      .takeEvents()
      .map(({ functionName, record }) => [functionName, decodeURIComponent(record.s3.object.key)]);
    expect(sent).toEqual([
      ['jpegs', '사진/a.jpg'],
      ['copies', 'copies/b'],
    ]);
  });

  it('has a sequencer over all earlier ones, through restarts and for a bucket that is emptied', async () => {
    const sequencers: string[] = [];
    const write = async (target: S3Stack, key: string) => {
      target.settings({ notifications: [config] });
      await target.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'x' }));
      sequencers.push(...target.takeEvents().map(({ record }) => record.s3.object.sequencer));
    };
    // A clock that stands still, and then goes back.
    for (const now of [5_000, 5_000, 4_000]) {
      const again = await startS3({ dir: `${stack.dir}/again`, now: () => now });
      for (const key of ['a', 'b', 'a']) await write(again, key);
      await again.stop();
    }
    expect(sequencers).toHaveLength(9);
    expect(sequencers).toEqual(sequencers.toSorted());
    expect(new Set(sequencers).size).toBe(9);
  });

  it('writes keys as a form does, slashes left', () => {
    expect(encodeKey("a/b c+d&e=f?'(!)*~한.jpg")).toBe('a/b+c%2Bd%26e%3Df%3F%27%28%21%29*%7E%ED%95%9C.jpg');
  });
});

describe('the outbox', () => {
  it('keeps events until they are handed on, in their order, and hands on what a killed stack left', async () => {
    stack.settings({ notifications: [config] });
    for (const key of ['a', 'b', 'c']) await put(key);
    const taken: string[] = [];
    const accept = ({ requestId }: { requestId: string }) => {
      if (taken.length === 2) throw new Error('disk full');
      taken.push(requestId);
    };
    const waiting = stack.store.outbox.all().map(({ requestId }) => requestId);
    expect(() => createEventSender(stack.store.outbox, accept).start()).toThrow('disk full');
    expect(taken).toEqual(waiting.slice(0, 2));
    const sender = createEventSender(stack.store.outbox, ({ requestId }) => void taken.push(requestId));
    sender.send();
    expect(taken).toHaveLength(2);
    sender.start();
    expect(taken).toEqual(waiting);
    expect(stack.store.outbox.all()).toEqual([]);
  });
});
