import type { ServiceResponse } from '../../gateway/service.ts';
import { checksumHeader } from './checksums.ts';
import { commitObject, writeCondition } from './commit-object.ts';
import { emptyAnswer, existingBucket, type ObjectOperation } from './object-call.ts';
import { objectDetailsOf } from './object-details.ts';
import type { ObjectRecord, StoredChecksum } from './object-record.ts';
import { storeBody } from './store-body.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: ObjectOperation = async (call, context) => {
  existingBucket(call, context);
  const [details, condition] = [objectDetailsOf(call), writeCondition(call)];
  const { segment, md5, checksum } = await storeBody(call, context);
  const record: ObjectRecord = {
    ...details,
    etag: md5,
    size: segment.size,
    modified: context.now(),
    segments: [segment],
    multipart: false,
    ...(checksum && { checksum }),
  };
  commitObject({ address: call, eventName: 'ObjectCreated:Put', call, condition, record }, context);
  return writtenAnswer(record);
};

/** What S3 answers to a write. */
function writtenAnswer({ etag, checksum }: ObjectRecord): ServiceResponse {
  return emptyAnswer(200, { etag: `"${etag}"`, ...ENCRYPTED, ...checksumHeaders(checksum) });
}

/** Every object of S3 is encrypted, if only by a key of its own. */
export const ENCRYPTED = { 'x-amz-server-side-encryption': 'AES256' };

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
