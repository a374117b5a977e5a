import { createHash, randomBytes } from 'node:crypto';
import { checksumFields, emptyAnswer, ENCRYPTED, xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import { existingBucket, type S3Call, type S3Operation } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { ObjectRecord, StoredChecksum } from '../store/object-rows.ts';
import type { Part, Upload } from '../store/upload-rows.ts';
import { abortUpload } from '../uploads/abort-uploads.ts';
import { partsOf, uploadChecksum } from '../uploads/completed-parts.ts';
import { knownUpload, openUpload } from '../uploads/find-upload.ts';
import { checksumHeader, checksumNamed, wrongChecksum } from '../writing/checksums.ts';
import { writeCondition, writeObject } from '../writing/commit-object.ts';
import { incomingDocument } from '../writing/incoming-body.ts';
import { objectDetailsOf } from '../writing/object-details.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: S3Operation = (call, context) => {
  existingBucket(call, context);
  const { bucket, key } = call;
  const id = randomBytes(48).toString('base64url');
  const algorithm = checksumNamed(call.header('x-amz-checksum-algorithm'));
  const whole = call.header('x-amz-checksum-type') === 'FULL_OBJECT' || algorithm === 'CRC64NVME';
  const checksumType = whole ? 'FULL_OBJECT' : 'COMPOSITE';
  const record = { ...objectDetailsOf(call), ...(algorithm && ({ algorithm, checksumType } as const)) };
  context.uploads.add({ id, bucket, key, record, initiated: context.clockNow() });
  const headers = algorithm && {
    'x-amz-checksum-algorithm': algorithm,
    'x-amz-checksum-type': checksumType,
  };
  const result = { Bucket: bucket, Key: key, UploadId: id };
  return xmlAnswer('InitiateMultipartUploadResult', result, { ...ENCRYPTED, ...headers });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: S3Operation = (call, context) => {
  abortUpload(openUpload(call, context), context);
  return emptyAnswer(204);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html A repeated one gets the same answer. */
export const completeMultipartUpload: S3Operation = async (call, context) => {
  const document = await incomingDocument(call);
  const upload = knownUpload(call, context);
  if (upload.completed !== undefined) return completedAnswer(call, upload.completed, undefined);
  const uploaded = context.uploads.parts(upload.id);
  const parts = partsOf(document, uploaded);
  const checksum = await uploadChecksum(upload, parts, context);
  const record = objectOf(upload, parts, checksum, context);
  checkWhole(call, record);
  commitUpload(call, { upload, uploaded, record }, context);
  return completedAnswer(call, record.etag, checksum);
};

function objectOf(
  { record: { headers, tags } }: Upload,
  parts: readonly Part[],
  checksum: StoredChecksum | undefined,
  context: S3Context,
): ObjectRecord {
  const digests = parts.map(({ etag }) => Buffer.from(etag, 'hex'));
  return {
    headers,
    tags,
    etag: `${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}`,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    modified: context.now(),
    segments: parts.flatMap(({ segments }) => segments),
    multipart: true,
    ...(checksum && { checksum }),
  };
}

/** Throws `S3Error` when the client says something else of the whole object. */
function checkWhole({ header }: S3Call, { size, checksum }: ObjectRecord): void {
  const said = header('x-amz-mp-object-size');
  if (said !== undefined && Number(said) !== size)
    throw new S3Error(
      'InvalidRequest',
      'The provided x-amz-mp-object-size header does not match what was computed.',
    );
  if (checksum === undefined) return;
  const sum = header(checksumHeader(checksum.algorithm));
  if (sum !== undefined && sum !== checksum.value && sum !== checksum.value.replace(/-\d+$/, ''))
    throw wrongChecksum(checksum.algorithm);
}

function commitUpload(
  call: S3Call,
  { upload, uploaded, record }: { upload: Upload; uploaded: Part[]; record: ObjectRecord },
  context: S3Context,
): void {
  const also = () => {
    if (knownUpload(call, context).completed !== undefined) throw new S3Error('NoSuchUpload');
    context.uploads.complete(upload.id, record.etag);
  };
  const eventName = 'ObjectCreated:CompleteMultipartUpload';
  const isStale = () => knownUpload(call, context).record.stale === true;
  const condition = { ...writeCondition(call), isStale };
  writeObject({ call, eventName, condition, record, also }, context);
  const used = new Set(record.segments.map(({ file }) => file));
  context.bodies.remove(uploaded.flatMap(({ segments }) => segments).filter(({ file }) => !used.has(file)));
}

function completedAnswer(
  { bucket, key, request }: S3Call,
  etag: string,
  checksum: StoredChecksum | undefined,
) {
  const location = `http://${request.headers.host ?? ''}/${bucket}/${encodeURIComponent(key)}`;
  const result = { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"` };
  return xmlAnswer('CompleteMultipartUploadResult', { ...result, ...checksumFields(checksum) }, ENCRYPTED);
}
