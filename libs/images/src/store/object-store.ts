import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { traceMetadata } from '@hanok/lambda';
import { UnexpectedAnswerError } from '../errors.ts';

/** Where an object is. */
export type ObjectAddress = { bucket: string; key: string };

/** An object as it stands; ETags are without quotes. */
type StoredObject = { etag: string; metadata: Readonly<Record<string, string>> };

export type ReadObject =
  | { state: 'there'; etag: string; length: number; body: Readable; traceparent: string | undefined }
  | { state: 'gone' }
  | { state: 'unchanged' };

/** Objects of S3. Changes are made on a condition: they answer false when others were there first. */
export type ObjectStore = {
  /** Undefined when there is none, which S3 tells only to who may list the bucket. */
  find(address: ObjectAddress, signal: AbortSignal): Promise<StoredObject | undefined>;
  /** Answers `unchanged`, and sends no bytes, when the object has the ETag `unless`. */
  read(address: ObjectAddress, unless: string | undefined, signal: AbortSignal): Promise<ReadObject>;
  /** Replaces the object of ETag `expected`, or creates it when that is undefined. Its metadata tell the current trace. */
  write(address: ObjectAddress, content: NewObject, signal: AbortSignal): Promise<boolean>;
  /** Removes the object if it has the ETag `expected`; true also when it is gone already. */
  remove(address: ObjectAddress, expected: string, signal: AbortSignal): Promise<boolean>;
};

type NewObject = {
  body: Buffer;
  contentType: string;
  metadata: Record<string, string>;
  expected: string | undefined;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html */
export function createObjectStore({ client }: { client: S3Client }): ObjectStore {
  return {
    find: (address, abortSignal) =>
      unless(NOT_FOUND, undefined, async () => {
        const { ETag, Metadata } = await client.send(new HeadObjectCommand(input(address)), { abortSignal });
        return { etag: etagOf(ETag), metadata: Metadata ?? {} };
      }),
    read: (address, known, abortSignal) =>
      unless<ReadObject>(NOT_FOUND, { state: 'gone' }, () =>
        unless<ReadObject>(NOT_MODIFIED, { state: 'unchanged' }, async () => {
          const IfNoneMatch = known === undefined ? undefined : `"${known}"`;
          const command = new GetObjectCommand({ ...input(address), IfNoneMatch });
          return opened(await client.send(command, { abortSignal }));
        }),
      ),
    write: (address, { body, contentType, metadata, expected }, abortSignal) =>
      unless([...NOT_FOUND, ...CONFLICT], false, async () => {
        const condition = expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${expected}"` };
        const content = {
          Body: body,
          ContentType: contentType,
          Metadata: { ...traceMetadata(), ...metadata },
        };
        await client.send(new PutObjectCommand({ ...input(address), ...content, ...condition }), {
          abortSignal,
        });
        return true;
      }),
    remove: (address, expected, abortSignal) =>
      unless(NOT_FOUND, true, () =>
        unless(CONFLICT, false, async () => {
          const command = new DeleteObjectCommand({ ...input(address), IfMatch: `"${expected}"` });
          await client.send(command, { abortSignal });
          return true;
        }),
      ),
  };
}

const NOT_FOUND = [404];
const NOT_MODIFIED = [304];
/** 409: another conditional write of the same key is under way. */
const CONFLICT = [412, 409];

const input = ({ bucket, key }: ObjectAddress) => ({ Bucket: bucket, Key: key });

/** The call's result, or `instead` when S3 refuses it with one of these statuses. A bucket that is not there is an error. */
async function unless<Result>(
  statuses: readonly number[],
  instead: Result,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') throw error;
    if (!statuses.includes(error.$metadata.httpStatusCode ?? 0)) throw error;
    return instead;
  }
}

function etagOf(quoted: string | undefined): string {
  if (quoted === undefined) throw new UnexpectedAnswerError('S3 answered without an ETag');
  return quoted.replaceAll('"', '');
}

function opened({ ETag, ContentLength, Body, Metadata }: GetObjectCommandOutput): ReadObject {
  if (ContentLength === undefined || !(Body instanceof Readable))
    throw new UnexpectedAnswerError('S3 answered without a length or a body');
  return {
    state: 'there',
    etag: etagOf(ETag),
    length: ContentLength,
    body: Body,
    traceparent: Metadata?.['traceparent'],
  };
}
