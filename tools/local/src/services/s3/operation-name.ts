import type { GatewayRequest } from '../../gateway/service.ts';
import { S3Error } from './error.ts';
import { addressOf } from './object-address.ts';
import { OPERATIONS } from './s3-operations.ts';

/** Parameters of a signature; those in version 2 stand for headers too. */
const SIGNED = /^(x-amz-.*|AWSAccessKeyId|Signature|Expires|content-(type|md5))$/i;

/**
 * The operation that a request names by method, path and query, supported or not; a parameter that it does not have is
 * part of the name, such as `GetObject?versionId`. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function operationName(request: GatewayRequest): string | undefined {
  const { bucket, key } = placeOf(request);
  const operation = bucket === '' ? onService(request) : key === '' ? onBucket(request) : onObject(request);
  if (operation === undefined) return undefined;
  const query = [...request.url.searchParams.keys()];
  const supported = OPERATIONS[operation];
  if (supported === undefined) return operation;
  const other = query.find(
    (name) => name !== 'x-id' && !SIGNED.test(name) && !supported.query?.includes(name),
  );
  return other === undefined ? operation : `${operation}?${other}`;
}

/** An address that cannot be read is refused when the operation runs. */
function placeOf(request: GatewayRequest) {
  try {
    return addressOf(request);
  } catch (error) {
    if (error instanceof S3Error) return { bucket: '?', key: '?' };
    throw error;
  }
}

function onService({ method }: GatewayRequest): string | undefined {
  return method === 'GET' ? 'ListBuckets' : undefined;
}

function onBucket({ method, url: { searchParams: query } }: GatewayRequest): string | undefined {
  const part = partOf(BUCKET_PARTS, method, query);
  if (part !== undefined) return part;
  if (method === 'GET' && query.has('location')) return 'GetBucketLocation';
  if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads';
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  return { HEAD: 'HeadBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method];
}

function onObject({ method, headers, url: { searchParams: query } }: GatewayRequest): string | undefined {
  const part = partOf(OBJECT_PARTS, method, query);
  if (part !== undefined) return part;
  const copies = headers['x-amz-copy-source'] !== undefined || query.has('x-amz-copy-source');
  if (query.has('uploadId')) return onUpload(method, copies);
  if (method === 'PUT') return copies ? 'CopyObject' : 'PutObject';
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : undefined;
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method];
}

function onUpload(method: string, copies: boolean): string | undefined {
  if (method === 'PUT') return copies ? 'UploadPartCopy' : 'UploadPart';
  return { GET: 'ListParts', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method];
}

function partOf(
  parts: Readonly<Record<string, string>>,
  method: string,
  query: URLSearchParams,
): string | undefined {
  const part = Object.entries(parts).find(([name]) => query.has(name))?.[1];
  if (part === undefined) return undefined;
  if (part.endsWith('!')) return part.slice(0, -1);
  const verb = { GET: 'Get', HEAD: 'Head', PUT: 'Put', POST: 'Post', DELETE: 'Delete' }[method];
  return `${verb ?? method}${part}`;
}

/**
 * Sub-resources of a bucket by their parameter, under the name that follows Get, Put or Delete in the API; one that
 * ends in `!` is a whole name. They are here so that a refusal names what was asked for.
 */
export const BUCKET_PARTS: Readonly<Record<string, string>> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  logging: 'BucketLogging',
  metadataConfiguration: 'BucketMetadataConfiguration',
  metadataTable: 'BucketMetadataTableConfiguration',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  session: 'CreateSession!',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  versions: 'ListObjectVersions!',
  website: 'BucketWebsite',
};

/** Sub-resources of an object, likewise. */
export const OBJECT_PARTS: Readonly<Record<string, string>> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  renameObject: 'RenameObject!',
  restore: 'RestoreObject!',
  retention: 'ObjectRetention',
  select: 'SelectObjectContent!',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};
