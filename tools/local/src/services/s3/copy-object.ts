import { type ChecksumName, createChecksum } from './checksums.ts';
import { withMd5 } from './bodies.ts';
import { commitObject, writeCondition } from './commit-object.ts';
import { copySource } from './copy-source.ts';
import { askedAlgorithm } from './incoming-body.ts';
import { objectArn } from './object-address.ts';
import {
  existingBucket,
  existingObject,
  type ObjectCall,
  type ObjectOperation,
  requireAccess,
  xmlAnswer,
} from './object-call.ts';
import { objectDetailsOf } from './object-details.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectDetails, ObjectRecord, Segment, StoredChecksum } from './object-record.ts';
import type { ObjectsContext } from './objects-context.ts';
import { checksumHeaders, ENCRYPTED } from './put-object.ts';
import { readCondition } from './read-condition.ts';
import { xmlDocument } from './xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: ObjectOperation = async (call, context) => {
  existingBucket(call, context);
  const source = sourceObject(call, context);
  const condition = writeCondition(call);
  const details = detailsOf(call, source, context);
  const algorithm = askedAlgorithm(call) ?? source.checksum?.algorithm;
  const copy = await copyRange(source, { start: 0, end: source.size }, algorithm, context);
  const modified = context.now();
  const { segment, ...rest } = copy;
  const record = { ...details, ...rest, size: segment.size, modified, segments: [segment], multipart: false };
  commitObject({ address: call, eventName: 'ObjectCreated:Copy', call, condition, record }, context);
  return xmlAnswer(xmlDocument('CopyObjectResult', copyResult(record)), ENCRYPTED);
};

/** What the source of a copy is, when the call's conditions about it hold. Throws `ObjectError`. */
export function sourceObject(call: ObjectCall, context: ObjectsContext): ObjectRecord {
  const source = existingObject(copySource(call.request), call, context);
  if (readCondition(call, source, 'x-amz-copy-source-') === 'met') return source;
  throw new ObjectError('PreconditionFailed', undefined, { Condition: 'x-amz-copy-source-If-Match' });
}

/** A copy of a part of a body, as one file. */
export async function copyRange(
  source: Pick<ObjectRecord, 'segments'>,
  { start, end }: { start: number; end: number },
  algorithm: ChecksumName | undefined,
  { bodies }: ObjectsContext,
): Promise<{ segment: Segment; etag: string; checksum?: StoredChecksum }> {
  const measured = withMd5(bodies.read(source.segments, start, end));
  const measure = algorithm && createChecksum(algorithm);
  const passing = async function* () {
    for await (const chunk of measured.source) {
      measure?.update(chunk);
      yield chunk;
    }
  };
  const segment = await bodies.write(passing());
  const value = measure?.digest().toString('base64');
  const checksum = algorithm && value && { algorithm, value, type: 'FULL_OBJECT' as const };
  return { segment, etag: measured.md5().toString('hex'), ...(checksum && { checksum }) };
}

/** The fields of CopyObjectResult and CopyPartResult. */
export function copyResult({
  etag,
  modified,
  checksum,
}: Pick<ObjectRecord, 'etag' | 'modified' | 'checksum'>) {
  const { [`x-amz-checksum-type`]: type, ...sums } = checksumHeaders(checksum);
  const [value] = Object.values(sums);
  return {
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ...(checksum && { [`Checksum${checksum.algorithm}`]: value, ChecksumType: type }),
  };
}

function detailsOf(call: ObjectCall, source: ObjectRecord, context: ObjectsContext): ObjectDetails {
  const own = objectDetailsOf(call);
  const [metadata, tagging] = [
    directive(call, 'x-amz-metadata-directive'),
    directive(call, 'x-amz-tagging-directive'),
  ];
  const origin = copySource(call.request);
  if (metadata === 'COPY' && objectArn(origin) === objectArn(call) && !call.header('x-amz-storage-class'))
    throw new ObjectError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  if (tagging === 'COPY' && source.tags.length > 0) {
    requireAccess('s3:GetObjectTagging', objectArn(origin), call.request, context);
    requireAccess('s3:PutObjectTagging', objectArn(call), call.request, context);
  }
  return {
    headers: metadata === 'COPY' ? source.headers : own.headers,
    tags: tagging === 'COPY' ? source.tags : own.tags,
  };
}

function directive({ header }: ObjectCall, name: string): 'COPY' | 'REPLACE' {
  const value = header(name) ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new ObjectError('InvalidArgument', `Unknown ${name}.`, { ArgumentName: name, ArgumentValue: value });
}
