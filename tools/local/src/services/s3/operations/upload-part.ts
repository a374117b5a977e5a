import { emptyAnswer, ENCRYPTED, xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import type { S3Call, S3Operation } from '../object-call.ts';
import { copySourceRange } from '../reading/byte-range.ts';
import type { S3Context } from '../s3-context.ts';
import type { StoredBody } from '../store/object-rows.ts';
import type { Upload } from '../store/upload-rows.ts';
import { openUpload } from '../uploads/find-upload.ts';
import { checksumHeader } from '../writing/checksums.ts';
import { askedAlgorithm, copyRange, copyResult, sourceObject } from '../writing/copy-range.ts';
import { storeBody } from '../writing/incoming-body.ts';

const MOST_PARTS = 10_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: S3Operation = async (call, context) => {
  const number = partNumber(call);
  const upload = openUpload(call, context);
  const part = await storeBody(call, context);
  checkAlgorithm(upload, part, context);
  putPart(call, number, part, context);
  const { etag, checksum } = part;
  // A part's checksum has no type of its own.
  const sum = checksum && { [checksumHeader(checksum.algorithm)]: checksum.value };
  return emptyAnswer(200, { etag: `"${etag}"`, ...ENCRYPTED, ...sum });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: S3Operation = async (call, context) => {
  const number = partNumber(call);
  const { record } = openUpload(call, context);
  const source = sourceObject(call, context);
  const range = copySourceRange(call.header('x-amz-copy-source-range'), source.size);
  const part = await copyRange(source, range, record.algorithm ?? askedAlgorithm(call), context);
  putPart(call, number, part, context);
  return xmlAnswer('CopyPartResult', copyResult(part), ENCRYPTED);
};

/** The number that a call gives its part. Throws `S3Error`. */
function partNumber({ query }: S3Call): number {
  const value = query.get('partNumber') ?? '';
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST_PARTS) return number;
  const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
  throw new S3Error('InvalidArgument', message, { ArgumentName: 'partNumber', ArgumentValue: value });
}

function checkAlgorithm(
  { record: { algorithm } }: Upload,
  { checksum, segments }: StoredBody,
  { bodies }: S3Context,
): void {
  if (checksum === undefined || algorithm === undefined || checksum.algorithm === algorithm) return;
  bodies.remove(segments);
  const types = `expected checksum Type: ${algorithm}, actual checksum Type: ${checksum.algorithm}`;
  throw new S3Error('InvalidRequest', `Checksum Type mismatch occurred, ${types}`);
}

/** A part takes the place of an earlier one with its number. The upload may have ended while it came in. */
function putPart(call: S3Call, number: number, part: StoredBody, context: S3Context): void {
  const { uploads, bodies } = context;
  try {
    const replaced = context.transaction(() => {
      const { id } = openUpload(call, context);
      const old = uploads.part(id, number);
      uploads.putPart(id, { number, ...part });
      return old;
    });
    bodies.remove(replaced?.segments ?? []);
  } catch (error) {
    bodies.remove(part.segments);
    throw error;
  }
}
