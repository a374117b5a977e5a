import { S3Error } from '../error.ts';
import type { ByteRange } from './byte-range.ts';

const NAME = 'x-amz-copy-source-range';

/**
 * What `x-amz-copy-source-range: bytes=first-last` asks of a source of `size` bytes, the whole source when there is no
 * such header. Unlike the range of a read it must name both ends, and both must lie in the source. Throws `S3Error`.
 */
export function copySourceRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size };
  const [, first = '', last = ''] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  const [start, end] = [Number(first), Number(last) + 1];
  if (first === '' || end <= start) throw invalid(header, FORM);
  if (start >= size)
    throw new S3Error('InvalidRequest', 'The specified copy range is invalid for the source object size');
  if (end > size) throw invalid(header, `Range specified is not valid for source object of size: ${size}`);
  return { start, end };
}

const FORM = `The ${NAME} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy`;

function invalid(header: string, message: string): S3Error {
  return new S3Error('InvalidArgument', message, { ArgumentName: NAME, ArgumentValue: header });
}
