import { createHash } from 'node:crypto';
import { checksumHeader } from './checksums.ts';
import { writeCondition, writeObject } from './commit-object.ts';
import { incomingDocument } from './incoming-body.ts';
import { knownUpload } from './find-upload.ts';
import { partsOf } from './listed-parts.ts';
import { type ObjectCall, type ObjectOperation, xmlAnswer } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectRecord, StoredChecksum } from './object-record.ts';
import type { ObjectsContext } from './objects-context.ts';
import { ENCRYPTED } from './put-object.ts';
import { uploadChecksum } from './upload-checksum.ts';
import type { Part, Upload } from './upload-rows.ts';
import { xmlDocument } from './xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html A repeated one gets the same answer. */
export const completeMultipartUpload: ObjectOperation = async (call, context) => {
  const document = await incomingDocument(call);
  const upload = knownUpload(call, context);
  if (upload.completed !== undefined) return completedAnswer(call, upload.completed, undefined);
  const uploaded = context.uploads.parts(upload.id);
  const parts = partsOf(document, uploaded);
  const checksum = await uploadChecksum(upload, parts, context);
  checkWhole(call, checksum, parts);
  const record = objectOf(upload, parts, checksum, context);
  commitUpload(call, { upload, uploaded, record }, context);
  return completedAnswer(call, record.etag, checksum);
};

function commitUpload(
  call: ObjectCall,
  { upload, uploaded, record }: { upload: Upload; uploaded: Part[]; record: ObjectRecord },
  context: ObjectsContext,
): void {
  const also = () => {
    if (knownUpload(call, context).completed !== undefined) throw new ObjectError('NoSuchUpload');
    context.uploads.complete(upload.id, record.etag);
  };
  const eventName = 'ObjectCreated:CompleteMultipartUpload' as const;
  const change = { address: call, eventName, call, condition: writeCondition(call), record, also };
  writeObject(change, context);
  const used = new Set(record.segments.map(({ file }) => file));
  context.bodies.remove(uploaded.flatMap(({ segments }) => segments).filter(({ file }) => !used.has(file)));
}

function objectOf(
  { record: { headers, tags } }: Upload,
  parts: readonly Part[],
  checksum: StoredChecksum | undefined,
  context: ObjectsContext,
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

/** What the client says of the whole object. */
function checkWhole(
  { header }: ObjectCall,
  checksum: StoredChecksum | undefined,
  parts: readonly Part[],
): void {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const said = header('x-amz-mp-object-size');
  if (said !== undefined && Number(said) !== size)
    throw new ObjectError(
      'InvalidRequest',
      'The provided x-amz-mp-object-size header does not match what was computed.',
    );
  const sum = checksum && header(checksumHeader(checksum.algorithm));
  if (sum !== undefined && sum !== checksum?.value && sum !== checksum?.value.replace(/-\d+$/, ''))
    throw new ObjectError(
      'BadDigest',
      `The ${checksum?.algorithm} you specified did not match the calculated checksum.`,
    );
}

function completedAnswer(
  { bucket, key, request }: ObjectCall,
  etag: string,
  checksum: StoredChecksum | undefined,
) {
  const location = `http://${request.headers.host ?? ''}/${bucket}/${encodeURIComponent(key)}`;
  const sum = checksum && { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
  const result = { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"`, ...sum };
  return xmlAnswer(xmlDocument('CompleteMultipartUploadResult', result), ENCRYPTED);
}
