import { S3Error } from '../error.ts';

/** The most entries of one answer, and the number where a request says nothing. */
const MOST = 1000;

/** How many entries a listing asks for at most. Throws `S3Error`. */
export function limitOf(query: URLSearchParams, name: string, most = MOST): number {
  const value = query.get(name) ?? String(most);
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), most);
  const fields = { ArgumentName: name, ArgumentValue: value };
  throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, fields);
}

/** How a listing writes keys: as they are, or percent-encoded for `encoding-type=url`. Throws `S3Error`. */
export function keyEncoder(query: URLSearchParams): (key: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (key) => key;
  if (type === 'url') return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
  const fields = { ArgumentName: 'encoding-type', ArgumentValue: type };
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', fields);
}
