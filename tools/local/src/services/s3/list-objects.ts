import { ObjectError } from './object-error.ts';
import { existingBucket, type ObjectCall, type ObjectOperation, xmlAnswer } from './object-call.ts';
import type { ListedObject } from './object-rows.ts';
import type { ObjectsContext } from './objects-context.ts';
import { type ListPage, listPage } from './list-page.ts';
import { xmlDocument } from './xml.ts';

const MOST_KEYS = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: ObjectOperation = (call, context) => {
  const { query } = call;
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : '';
  const page = readPage(call, context, after, token === null ? '' : decodeToken(token));
  const encode = keyEncoder(query);
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      ...commonFields(call),
      KeyCount: page.objects.length + page.prefixes.length,
      ContinuationToken: token ?? undefined,
      StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
      NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
      IsTruncated: page.next !== undefined,
      ...entries(page, encode, query.get('fetch-owner') === 'true' ? context.accountId : undefined),
    }),
  );
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: ObjectOperation = (call, context) => {
  const marker = call.query.get('marker') ?? '';
  const page = readPage(call, context, marker, '');
  const encode = keyEncoder(call.query);
  const next = page.next !== undefined && call.query.get('delimiter') ? page.last : undefined;
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      ...commonFields(call),
      Marker: encode(marker),
      NextMarker: next === undefined ? undefined : encode(next),
      IsTruncated: page.next !== undefined,
      ...entries(page, encode, context.accountId),
    }),
  );
};

function readPage(call: ObjectCall, context: ObjectsContext, after: string, from: string): ListPage {
  existingBucket(call, context);
  const { bucket, query } = call;
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  return listPage(context.objects, { bucket, prefix, delimiter, after, from, limit: maxKeys(query) });
}

function maxKeys(query: URLSearchParams): number {
  const value = query.get('max-keys') ?? String(MOST_KEYS);
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), MOST_KEYS);
  const fields = { ArgumentName: 'max-keys', ArgumentValue: value };
  throw new ObjectError(
    'InvalidArgument',
    'Provided max-keys not an integer or within integer range',
    fields,
  );
}

function commonFields({ bucket, query }: ObjectCall) {
  const encode = keyEncoder(query);
  const delimiter = query.get('delimiter');
  return {
    Name: bucket,
    Prefix: encode(query.get('prefix') ?? ''),
    Delimiter: delimiter === null || delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys(query),
    EncodingType: query.get('encoding-type') ?? undefined,
  };
}

function entries(
  { objects, prefixes }: ListPage,
  encode: (key: string) => string,
  owner: string | undefined,
) {
  return {
    Contents: objects.map((object) => contents(object, encode, owner)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

function contents({ key, record }: ListedObject, encode: (key: string) => string, owner: string | undefined) {
  const { etag, size, modified, headers, checksum } = record;
  return {
    Key: encode(key),
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    Size: size,
    ...(owner !== undefined && { Owner: { ID: owner, DisplayName: owner } }),
    StorageClass: headers['x-amz-storage-class'] ?? 'STANDARD',
  };
}

/** How a listing writes keys: as they are, or percent-encoded for `encoding-type=url`. Throws `ObjectError`. */
export function keyEncoder(query: URLSearchParams): (key: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (key) => key;
  if (type === 'url') return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
  const fields = { ArgumentName: 'encoding-type', ArgumentValue: type };
  throw new ObjectError('InvalidArgument', 'Invalid Encoding Method specified in Request', fields);
}

function encodeToken(from: string): string {
  return Buffer.from(`1${from}`).toString('base64url');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('1')) return text.slice(1);
  const fields = { ArgumentName: 'continuation-token' };
  throw new ObjectError('InvalidArgument', 'The continuation token provided is incorrect', fields);
}
