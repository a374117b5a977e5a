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
