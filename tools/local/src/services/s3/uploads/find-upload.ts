import { S3Error } from '../error.ts';
import { existingBucket, type S3Call } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { Upload } from '../store/upload-rows.ts';

/** The upload that a call names and that is under way. Throws `S3Error`. */
export function openUpload(call: S3Call, context: S3Context): Upload {
  const upload = knownUpload(call, context);
  if (upload.completed === undefined) return upload;
  throw new S3Error('NoSuchUpload', undefined, { UploadId: upload.id });
}

/** The upload that a call names, also one that was completed. Throws `S3Error`. */
export function knownUpload(call: S3Call, context: S3Context): Upload {
  existingBucket(call, context);
  const id = call.query.get('uploadId') ?? '';
  const upload = context.uploads.get(id);
  if (upload !== undefined && upload.bucket === call.bucket && upload.key === call.key) return upload;
  throw new S3Error('NoSuchUpload', undefined, { UploadId: id });
}
