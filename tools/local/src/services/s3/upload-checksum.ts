import { type ChecksumName, createChecksum } from './checksums.ts';
import type { StoredChecksum } from './object-record.ts';
import type { ObjectsContext } from './objects-context.ts';
import type { Part, Upload } from './upload-rows.ts';

/** The checksum of an object in parts: of the parts' checksums or of all bytes, as the upload was begun. */
export async function uploadChecksum(
  { record: { algorithm, checksumType } }: Upload,
  parts: readonly Part[],
  context: ObjectsContext,
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
  { bodies }: ObjectsContext,
): Promise<string> {
  const measure = createChecksum(algorithm);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const segments = parts.flatMap((part) => part.segments);
  for await (const chunk of bodies.read(segments, 0, size)) measure.update(Buffer.from(chunk));
  return measure.digest().toString('base64');
}
