import { checksumFields } from '../answer.ts';
import { S3Error } from '../error.ts';
import { copySource } from '../object-address.ts';
import { existingObject, type S3Call } from '../object-call.ts';
import { readCondition, unmetCondition } from '../reading/read-condition.ts';
import type { S3Context } from '../s3-context.ts';
import { withMd5 } from '../store/bodies.ts';
import type { ObjectRecord, StoredBody } from '../store/object-rows.ts';
import { type ChecksumName, checksumNamed, createChecksum } from './checksums.ts';

/** What the source of a copy is, when the call's conditions about it hold. Throws `S3Error`. */
export function sourceObject(call: S3Call, context: S3Context): ObjectRecord {
  const { request } = call;
  const source = existingObject({ ...copySource(request), request }, context);
  const prefix = 'x-amz-copy-source-';
  const outcome = readCondition(call, source, context.now(), prefix);
  if (outcome === 'met') return source;
  throw new S3Error('PreconditionFailed', undefined, { Condition: unmetCondition(call, outcome, prefix) });
}

/** The algorithm of the copy's checksum, when the call asks for one. */
export function askedAlgorithm({ header }: S3Call): ChecksumName | undefined {
  return checksumNamed(header('x-amz-checksum-algorithm') ?? header('x-amz-sdk-checksum-algorithm'));
}

/** Copies the bytes from `start` up to before `end` into one file. */
export async function copyRange(
  { segments }: Pick<ObjectRecord, 'segments'>,
  { start, end }: { start: number; end: number },
  algorithm: ChecksumName | undefined,
  { bodies, now }: S3Context,
): Promise<StoredBody> {
  const measured = withMd5(bodies.read(segments, start, end));
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
  const etag = measured.md5().toString('hex');
  return { etag, size: segment.size, modified: now(), segments: [segment], ...(checksum && { checksum }) };
}

/** The fields of CopyObjectResult and CopyPartResult. */
export function copyResult({ etag, modified, checksum }: StoredBody) {
  return { LastModified: new Date(modified).toISOString(), ETag: `"${etag}"`, ...checksumFields(checksum) };
}
