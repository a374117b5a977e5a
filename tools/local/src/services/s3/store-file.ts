import { type Bodies, withMd5 } from './bodies.ts';
import { checksumOfHeader, createChecksum } from './checksums.ts';
import type { FormFields } from './form-fields.ts';
import { ObjectError } from './object-error.ts';
import type { Segment } from './object-record.ts';
import type { SizeRange } from './post-policy.ts';

/** Stores a form's file, within its policy's sizes and with the checksum of its fields. Throws `ObjectError`. */
export async function storeFile(
  file: AsyncIterable<Buffer>,
  fields: FormFields,
  sizes: SizeRange,
  bodies: Bodies,
): Promise<{ segment: Segment; etag: string }> {
  const sums = [...fields].flatMap(([name, value]) => {
    const algorithm = checksumOfHeader(name);
    return algorithm === undefined ? [] : [{ algorithm, value, measure: createChecksum(algorithm) }];
  });
  const measured = withMd5(
    within(file, sizes, (chunk) => sums.forEach(({ measure }) => measure.update(chunk))),
  );
  const segment = await bodies.write(measured.source);
  const wrong = sums.find(({ measure, value }) => measure.digest().toString('base64') !== value);
  if (wrong === undefined) return { segment, etag: measured.md5().toString('hex') };
  bodies.remove([segment]);
  throw new ObjectError(
    'BadDigest',
    `The ${wrong.algorithm} you specified did not match the calculated checksum.`,
  );
}

/** Passes a file on that is as large as the policy says. Throws `ObjectError` as soon as it is too large. */
async function* within(
  file: AsyncIterable<Buffer>,
  { least, most }: SizeRange,
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > most) throw new ObjectError('EntityTooLarge', undefined, { MaxSizeAllowed: String(most) });
    onChunk(chunk);
    yield chunk;
  }
  if (size < least)
    throw new ObjectError('EntityTooSmall', undefined, {
      MinSizeAllowed: String(least),
      ProposedSize: String(size),
    });
}
