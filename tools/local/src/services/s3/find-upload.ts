import { existingBucket, type ObjectCall } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectsContext } from './objects-context.ts';
import type { Upload } from './upload-rows.ts';

/** The upload that a call names and that is under way. Throws `ObjectError`. */
export function openUpload(call: ObjectCall, context: ObjectsContext): Upload {
  const upload = knownUpload(call, context);
  if (upload.completed === undefined) return upload;
  throw new ObjectError('NoSuchUpload', undefined, { UploadId: upload.id });
}

/** The upload that a call names, also one that was completed. Throws `ObjectError`. */
export function knownUpload(call: ObjectCall, context: ObjectsContext): Upload {
  existingBucket(call, context);
  const id = call.query.get('uploadId') ?? '';
  const upload = context.uploads.get(id);
  if (upload !== undefined && upload.bucket === call.bucket && upload.key === call.key) return upload;
  throw new ObjectError('NoSuchUpload', undefined, { UploadId: id });
}
