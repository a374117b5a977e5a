import { randomBytes } from 'node:crypto';
import { checksumHeader, checksumNamed } from './checksums.ts';
import { copyRange, copyResult, sourceObject } from './copy-object.ts';
import { abortUpload } from './abort-upload.ts';
import { openUpload } from './find-upload.ts';
import { askedAlgorithm } from './incoming-body.ts';
import { emptyAnswer, existingBucket, type ObjectOperation, xmlAnswer } from './object-call.ts';
import { objectDetailsOf } from './object-details.ts';
import type { StoredChecksum } from './object-record.ts';
import { ENCRYPTED } from './put-object.ts';
import { rangeOf } from './byte-range.ts';
import { checkAlgorithm, partNumber, putPart } from './put-part.ts';
import { storeBody } from './store-body.ts';
import { xmlDocument } from './xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: ObjectOperation = (call, context) => {
  existingBucket(call, context);
  const { bucket, key } = call;
  const id = randomBytes(48).toString('base64url');
  const algorithm = checksumNamed(call.header('x-amz-checksum-algorithm'));
  const type =
    call.header('x-amz-checksum-type') === 'FULL_OBJECT' || algorithm === 'CRC64NVME'
      ? 'FULL_OBJECT'
      : 'COMPOSITE';
  const record = { ...objectDetailsOf(call), ...(algorithm && ({ algorithm, checksumType: type } as const)) };
  context.uploads.add({ id, bucket, key, record, initiated: context.clockNow() });
  const headers = algorithm ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type } : {};
  return xmlAnswer(xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }), {
    ...ENCRYPTED,
    ...headers,
  });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: ObjectOperation = async (call, context) => {
  const number = partNumber(call);
  const upload = openUpload(call, context);
  const { segment, md5, checksum } = await storeBody(call, context);
  const part = {
    etag: md5,
    size: segment.size,
    modified: context.now(),
    segments: [segment],
    ...(checksum && { checksum }),
  };
  checkAlgorithm(upload, part, context);
  putPart(call, number, part, context);
  return emptyAnswer(200, { etag: `"${md5}"`, ...ENCRYPTED, ...partChecksum(checksum) });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: ObjectOperation = async (call, context) => {
  const number = partNumber(call);
  const { record } = openUpload(call, context);
  const source = sourceObject(call, context);
  const asked = call.header('x-amz-copy-source-range');
  const range = rangeOf(asked, source.size) ?? { start: 0, end: source.size };
  const { segment, ...rest } = await copyRange(
    source,
    range,
    record.algorithm ?? askedAlgorithm(call),
    context,
  );
  const part = { ...rest, size: segment.size, modified: context.now(), segments: [segment] };
  putPart(call, number, part, context);
  return xmlAnswer(xmlDocument('CopyPartResult', copyResult(part)), ENCRYPTED);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: ObjectOperation = (call, context) => {
  const upload = openUpload(call, context);
  abortUpload(upload, context);
  return emptyAnswer(204);
};

/** A part's checksum has no type of its own. */
function partChecksum(checksum: StoredChecksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value };
}
