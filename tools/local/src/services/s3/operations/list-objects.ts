import { xmlAnswer } from '../answer.ts';
import { S3Error } from '../error.ts';
import { type ListPage, listPage } from '../listing/list-page.ts';
import { keyEncoder, limitOf } from '../listing/list-query.ts';
import { existingBucket, type S3Call, type S3Operation } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { ListedObject } from '../store/object-rows.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: S3Operation = (call, context) => {
  const { query } = call;
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : '';
  const page = readPage(call, context, after, token === null ? '' : decodeToken(token));
  const encode = keyEncoder(query);
  return xmlAnswer('ListBucketResult', {
    ...commonFields(call),
    KeyCount: page.objects.length + page.prefixes.length,
    ContinuationToken: token ?? undefined,
    StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
    NextContinuationToken: page.next === undefined ? undefined : encodeToken(page.next),
    IsTruncated: page.next !== undefined,
    ...entries(page, encode, query.get('fetch-owner') === 'true' ? context.accountId : undefined),
  });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: S3Operation = (call, context) => {
  const marker = call.query.get('marker') ?? '';
  const page = readPage(call, context, marker, '');
  const encode = keyEncoder(call.query);
  const next = page.next !== undefined && call.query.get('delimiter') ? page.last : undefined;
  return xmlAnswer('ListBucketResult', {
    ...commonFields(call),
    Marker: encode(marker),
    NextMarker: next === undefined ? undefined : encode(next),
    IsTruncated: page.next !== undefined,
    ...entries(page, encode, context.accountId),
  });
};

function readPage(call: S3Call, context: S3Context, after: string, from: string): ListPage {
  existingBucket(call, context);
  const { bucket, query } = call;
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  return listPage(context.objects, {
    bucket,
    prefix,
    delimiter,
    after,
    from,
    limit: limitOf(query, 'max-keys'),
  });
}

function commonFields({ bucket, query }: S3Call) {
  const encode = keyEncoder(query);
  const delimiter = query.get('delimiter');
  return {
    Name: bucket,
    Prefix: encode(query.get('prefix') ?? ''),
    Delimiter: delimiter === null || delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: limitOf(query, 'max-keys'),
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

function encodeToken(from: string): string {
  return Buffer.from(`1${from}`).toString('base64url');
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text.startsWith('1')) return text.slice(1);
  const fields = { ArgumentName: 'continuation-token' };
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', fields);
}
