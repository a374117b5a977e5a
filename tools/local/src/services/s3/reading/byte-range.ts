import { S3Error } from '../error.ts';

/** From `start` up to before `end`. */
export type ByteRange = { start: number; end: number };

/**
 * What `Range: bytes=…` asks of a body of `size` bytes; undefined when it asks for nothing that S3 answers, such as
 * several ranges: the whole body then. Throws `S3Error` for a range behind the end.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return lastBytes(header ?? '', Number(last), size);
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) throw unsatisfiable(header ?? '', size);
  return { start: Number(first), end: Math.min(last === '' ? size : Number(last) + 1, size) };
}

function lastBytes(header: string, count: number, size: number): ByteRange {
  if (count === 0 || size === 0) throw unsatisfiable(header, size);
  return { start: Math.max(size - count, 0), end: size };
}

function unsatisfiable(RangeRequested: string, size: number): S3Error {
  return new S3Error('InvalidRange', undefined, { RangeRequested, ActualObjectSize: String(size) });
}

const COPY_HEADER = 'x-amz-copy-source-range';

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

const FORM = `The ${COPY_HEADER} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy`;

function invalid(header: string, message: string): S3Error {
  return new S3Error('InvalidArgument', message, { ArgumentName: COPY_HEADER, ArgumentValue: header });
}
