import { UnreadableBodyError } from '../errors.ts';
import { splitList } from './content-type.ts';

/** How a body is coded. */
export type ContentCoding = 'gzip' | 'deflate' | 'br';

const NAMES: ReadonlyMap<string, ContentCoding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
]);
/** The other ones of IANA's registry. https://www.iana.org/assignments/http-parameters/http-parameters.xhtml */
const NOT_ASKED_FOR: ReadonlySet<string> = new Set([
  'aes128gcm',
  'compress',
  'dcb',
  'dcz',
  'exi',
  'pack200-gzip',
  'x-compress',
  'zstd',
]);
/** Most codings of one body: each takes memory. */
const MAX_CODINGS = 4;

/**
 * The codings that the values of a body's `Content-Encoding` headers name, in the order in which they are undone. A name
 * of no coding, such as `utf-8` or `none`, says nothing: the body is read as it stands, as browsers do. Throws
 * `UnreadableBodyError` for a coding that was not asked for. https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function codingsOf(values: readonly string[]): ContentCoding[] {
  const names = splitList(values.join(', ')).map((name) => name.toLowerCase());
  if (names.some((name) => NOT_ASKED_FOR.has(name)))
    throw new UnreadableBodyError('The body has a content coding that was not asked for');
  const codings = names.flatMap((name) => NAMES.get(name) ?? []);
  if (codings.length > MAX_CODINGS)
    throw new UnreadableBodyError(`The body has more than ${MAX_CODINGS} content codings`);
  return codings.toReversed();
}
