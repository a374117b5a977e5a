import { addAbortSignal, type Readable } from 'node:stream';
import { RejectedPictureError } from '@hanok/images';
import type { Logger } from '@hanok/lambda';
import type { NoPhoto, PhotoUpload } from './photo.ts';
import type { UploadStore } from './store/upload-store.ts';

/** What `use` makes of the bytes of the upload; without them, or when it rejects the picture, why there is no photo. */
export async function readUpload<Made>(
  {
    upload,
    uploads,
    signal,
    log,
  }: { upload: PhotoUpload; uploads: UploadStore; signal: AbortSignal; log: Logger },
  use: (body: Readable, length: number) => Promise<Made>,
): Promise<Made | NoPhoto> {
  const opened = await uploads.open(upload, signal);
  if (opened.state !== 'there') return { outcome: opened.state };
  const body = addAbortSignal(signal, opened.body);
  try {
    return await use(body, opened.length);
  } catch (error) {
    if (!(error instanceof RejectedPictureError)) throw error;
    const { bucket, key } = upload;
    log.warn('photo rejected', { bucket, key, reason: error.reason, error });
    return { outcome: 'rejected', reason: error.reason, detail: error.message };
  } finally {
    // The rest of the bytes is not sent.
    body.destroy();
  }
}
