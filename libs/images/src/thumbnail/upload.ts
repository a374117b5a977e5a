import { addAbortSignal } from 'node:stream';
import { RejectedPictureError } from '../errors.ts';
import { makeThumbnails } from './make-thumbnails.ts';
import type { Rendition } from '../picture/render-picture.ts';
import type { ObjectAddress, ReadObject } from '../store/object-store.ts';
import type { ThumbnailRun } from './thumbnail-run.ts';

/** What is to become of an upload: its thumbnails, or none because it is gone or rejected. */
type Wanted = { thumbnails: readonly Rendition[]; rejected?: RejectedPictureError };

export async function thumbnailsOf(run: ThumbnailRun, upload: ReadObject): Promise<Wanted> {
  if (upload.state !== 'there') return { thumbnails: [] };
  const body = addAbortSignal(run.signal, upload.body);
  try {
    return { thumbnails: await makeThumbnails(body, upload.length, run.rules) };
  } catch (error) {
    if (!(error instanceof RejectedPictureError)) throw error;
    return { thumbnails: [], rejected: withAddress(error, run.upload) };
  } finally {
    // What was not read is not to be sent.
    body.destroy();
  }
}

/** Whether the upload still has the ETag, or is still gone when that is undefined. */
export async function isStill(run: ThumbnailRun, origin: string | undefined): Promise<boolean> {
  const now = await run.objects.find(run.upload, run.signal);
  return now?.etag === origin;
}

/** Runs `call`; a rejection that it throws says which upload it is about. */
export function located<Result>(upload: ObjectAddress, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw error instanceof RejectedPictureError ? withAddress(error, upload) : error;
  }
}

function withAddress(rejected: RejectedPictureError, fields: ObjectAddress) {
  return new RejectedPictureError(rejected.reason, rejected.message, { cause: rejected, fields });
}
