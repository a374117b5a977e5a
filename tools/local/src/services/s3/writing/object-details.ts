import { S3Error } from '../error.ts';
import type { S3Call } from '../object-call.ts';
import type { ObjectDetails } from '../store/object-rows.ts';
import { CHECKSUM_NAMES, checksumNamed } from './checksums.ts';
import { parseTagHeader } from './object-tags.ts';

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const METADATA = 'x-amz-meta-';
/** The one ownership of objects that the stack has. */
const ENFORCED = 'BucketOwnerEnforced';
const METADATA_LIMIT_BYTES = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';
/** Every header that changes nothing here, or is read elsewhere. */
const KNOWN =
  /^x-amz-(meta-.*|checksum-(algorithm|type|mode|crc32|crc32c|crc64nvme|sha1|sha256)|sdk-.*|content-sha256|date|security-token|user-agent|trailer|decoded-content-length|tagging|tagging-directive|metadata-directive|copy-source|copy-source-range|copy-source-if-[a-z-]+|storage-class|server-side-encryption|acl|expected-bucket-owner|source-expected-bucket-owner|request-payer|mp-object-size|algorithm|credential|expires|signature|signedheaders|server-side-encryption-bucket-key-enabled|object-ownership)$/;
/** Headers that AWS itself takes for directory buckets only, refused in its words. */
const NOT_HERE = /^x-amz-if-match-(last-modified-time|size)$/;

/** The headers that are stored with an object, and its tags. Throws `S3Error`. */
export function objectDetailsOf(call: S3Call): ObjectDetails {
  refuseUnsupported(call);
  return { headers: storedHeaders(call), tags: parseTagHeader(call.header('x-amz-tagging')) };
}

function storedHeaders(call: S3Call): Record<string, string> {
  const kept = KEPT.flatMap((name): [string, string][] => {
    const value = name === 'content-encoding' ? contentEncoding(call) : call.header(name);
    return value ? [[name, value]] : [];
  });
  const metadata = call.headersWith(METADATA);
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - METADATA.length + value.length, 0);
  if (size > METADATA_LIMIT_BYTES)
    throw new S3Error('MetadataTooLarge', undefined, { Size: String(size), MaxSizeAllowed: '2048' });
  const storage = call.header('x-amz-storage-class') ?? 'STANDARD';
  const storageClass = storage === 'STANDARD' ? {} : { 'x-amz-storage-class': storage };
  return { 'content-type': DEFAULT_TYPE, ...Object.fromEntries([...kept, ...metadata]), ...storageClass };
}

/** `aws-chunked` belongs to the request. */
function contentEncoding({ header }: S3Call): string {
  const encodings = (header('content-encoding') ?? '').split(',').map((each) => each.trim());
  return encodings.filter((each) => each !== 'aws-chunked' && each !== '').join(',');
}

/** Throws `S3Error` for what a write asks for and would not get. */
export function refuseUnsupported({ header, headersWith }: S3Call): void {
  const unknown = headersWith('x-amz-').find(([name]) => !KNOWN.test(name));
  if (unknown?.[0].startsWith('x-amz-grant-')) throw new S3Error('AccessControlListNotSupported');
  if (unknown !== undefined && NOT_HERE.test(unknown[0]))
    throw new S3Error('NotImplemented', undefined, { Header: unknown[0] });
  if (unknown !== undefined) throw notImplemented(unknown[0]);
  if ((header('x-amz-object-ownership') ?? ENFORCED) !== ENFORCED)
    throw notImplemented('x-amz-object-ownership');
  for (const name of ['x-amz-checksum-algorithm', 'x-amz-sdk-checksum-algorithm'])
    if (header(name) !== undefined && checksumNamed(header(name)) === undefined) throw unknownAlgorithm();
  const acl = header('x-amz-acl') ?? 'private';
  if (acl !== 'private' && acl !== 'bucket-owner-full-control')
    throw new S3Error('AccessControlListNotSupported');
  if ((header('x-amz-server-side-encryption') ?? 'AES256') !== 'AES256')
    throw notImplemented('x-amz-server-side-encryption');
}

function unknownAlgorithm(): S3Error {
  const message = 'Checksum algorithm provided is unsupported. Please try again with any of the valid types';
  return new S3Error('InvalidRequest', `${message}: [${CHECKSUM_NAMES.join(', ')}]`);
}

function notImplemented(name: string): S3Error {
  return new S3Error('NotImplemented', `The local stack does not support the header ${name}`, {
    Header: name,
  });
}
