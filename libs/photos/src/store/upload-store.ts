import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { UnexpectedAnswerError } from '@hanok/images';
import type { PhotoUpload } from '../photo.ts';

/** The bytes of an upload, or why they cannot be read: `superseded` when its key holds other bytes now. */
type OpenedUpload =
  | { state: 'there'; length: number; body: Readable }
  | { state: 'gone' }
  | { state: 'superseded' };

/** The uploads in S3. */
export type UploadStore = {
  /** Opens the bytes that the event names, and no others. */
  open(upload: PhotoUpload, signal: AbortSignal): Promise<OpenedUpload>;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html */
export function createUploadStore(client: S3Client): UploadStore {
  return {
    open: async ({ bucket, key, eTag }, abortSignal) => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${eTag}"` });
      try {
        const { ContentLength, Body } = await client.send(command, { abortSignal });
        if (ContentLength === undefined || !(Body instanceof Readable))
          throw new UnexpectedAnswerError('S3 answered without a length or a body');
        return { state: 'there', length: ContentLength, body: Body };
      } catch (error) {
        const state = stateOf(error);
        if (state === undefined) throw error;
        return { state };
      }
    },
  };
}

/** A bucket that does not exist is an error; so is a refusal, which S3 answers when the caller may not list the bucket. */
function stateOf(error: unknown): 'gone' | 'superseded' | undefined {
  if (!(error instanceof S3ServiceException) || error.name === 'NoSuchBucket') return undefined;
  const { httpStatusCode } = error.$metadata;
  if (httpStatusCode === 404) return 'gone';
  return httpStatusCode === 412 ? 'superseded' : undefined;
}
