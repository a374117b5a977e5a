import { readDocument } from '../documents.ts';
import { S3Error } from '../error.ts';
import { childrenOf, childText, type XmlElement } from '../read-xml.ts';
import type { S3Context } from '../s3-context.ts';
import type { StoredChecksum } from '../store/object-rows.ts';
import type { Part, Upload } from '../store/upload-rows.ts';
import { CHECKSUM_NAMES, type ChecksumName, createChecksum } from '../writing/checksums.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
/** The least size of a part that is not the last. */
const LEAST_PART_BYTES = 5 * 1024 ** 2;

/**
 * The parts that a document `<CompleteMultipartUpload><Part>…` lists, of those that were uploaded. Throws `S3Error`
 * for parts out of order, unknown, of another entity tag or checksum, or too small.
 */
export function partsOf(document: string, uploaded: readonly Part[]): Part[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = listedParts(document).map((element) => partOf(element, byNumber));
  checkSizes(parts);
  return parts;
}

function listedParts(document: string): XmlElement[] {
  const root = readDocument('CompleteMultipartUpload', document);
  const parts = childrenOf(root, 'Part');
  if (parts.length === 0 || parts.length > MOST_PARTS) throw new S3Error('MalformedXML');
  const numbers = parts.map((part) => Number(childText(part, 'PartNumber')));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
    throw new S3Error('InvalidPartOrder');
  return parts;
}

function partOf(element: XmlElement, uploaded: ReadonlyMap<number, Part>): Part {
  const number = Number(childText(element, 'PartNumber'));
  const etag = childText(element, 'ETag')?.replaceAll('"', '');
  const part = uploaded.get(number);
  const same = CHECKSUM_NAMES.every((name) => {
    const value = childText(element, `Checksum${name}`);
    return value === undefined || (part?.checksum?.algorithm === name && part.checksum.value === value);
  });
  if (part !== undefined && part.etag === etag && same) return part;
  throw new S3Error('InvalidPart', undefined, { PartNumber: String(number), ETag: etag ?? '' });
}

function checkSizes(parts: readonly Part[]): void {
  const small = parts.slice(0, -1).find(({ size }) => size < LEAST_PART_BYTES);
  if (small === undefined) return;
  const fields = { ProposedSize: String(small.size), MinSizeAllowed: String(LEAST_PART_BYTES) };
  throw new S3Error('EntityTooSmall', undefined, { ...fields, PartNumber: String(small.number) });
}

/** The checksum of an object in parts: of the parts' checksums or of all bytes, as the upload was begun. */
export async function uploadChecksum(
  { record: { algorithm, checksumType } }: Upload,
  parts: readonly Part[],
  context: S3Context,
): Promise<StoredChecksum | undefined> {
  if (algorithm === undefined) return undefined;
  if (checksumType === 'FULL_OBJECT')
    return { algorithm, value: await wholeChecksum(algorithm, parts, context), type: 'FULL_OBJECT' };
  const sums = parts.flatMap(({ checksum }) => (checksum ? [Buffer.from(checksum.value, 'base64')] : []));
  if (sums.length < parts.length) return undefined;
  const measure = createChecksum(algorithm);
  measure.update(Buffer.concat(sums));
  return { algorithm, value: `${measure.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}

async function wholeChecksum(
  algorithm: ChecksumName,
  parts: readonly Part[],
  { bodies }: S3Context,
): Promise<string> {
  const measure = createChecksum(algorithm);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const segments = parts.flatMap((part) => part.segments);
  for await (const chunk of bodies.read(segments, 0, size)) measure.update(Buffer.from(chunk));
  return measure.digest().toString('base64');
}
