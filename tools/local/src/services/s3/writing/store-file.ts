import { S3Error } from '../error.ts';
import type { S3Context } from '../s3-context.ts';
import type { FormFields } from '../signing/form-fields.ts';
import type { SizeRange } from '../signing/post-policy.ts';
import { withMd5 } from '../store/bodies.ts';
import type { StoredBody } from '../store/object-rows.ts';
import { checksumOfHeader, createChecksum, wrongChecksum } from './checksums.ts';

/** Stores a form's file, within its policy's sizes and with the checksum of its fields. Throws `S3Error`. */
export async function storeFile(
  file: AsyncIterable<Buffer>,
  fields: FormFields,
  sizes: SizeRange,
  { bodies, now }: S3Context,
): Promise<StoredBody> {
  const sums = [...fields].flatMap(([name, value]) => {
    const algorithm = checksumOfHeader(name);
    return algorithm === undefined ? [] : [{ algorithm, value, measure: createChecksum(algorithm) }];
  });
  const measured = withMd5(
    within(file, sizes, (chunk) => sums.forEach(({ measure }) => measure.update(chunk))),
  );
  const segment = await bodies.write(measured.source);
  const wrong = sums.find(({ measure, value }) => measure.digest().toString('base64') !== value);
  const etag = measured.md5().toString('hex');
  if (wrong === undefined) return { etag, size: segment.size, modified: now(), segments: [segment] };
  bodies.remove([segment]);
  throw wrongChecksum(wrong.algorithm);
}

/** Passes a file on that is as large as the policy says. Throws `S3Error` as soon as it is too large. */
async function* within(
  file: AsyncIterable<Buffer>,
  { least, most }: SizeRange,
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > most) throw new S3Error('EntityTooLarge', undefined, { MaxSizeAllowed: String(most) });
    onChunk(chunk);
    yield chunk;
  }
  if (size < least)
    throw new S3Error('EntityTooSmall', undefined, {
      MinSizeAllowed: String(least),
      ProposedSize: String(size),
    });
}
