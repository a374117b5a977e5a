import type { GatewayRequest } from '../../gateway/service.ts';
import { addressOf } from './object-address.ts';
import { ObjectError } from './object-error.ts';
import { BUCKET_PARTS, OBJECT_PARTS } from './sub-resources.ts';

const SIGNED = /^x-amz-/i;
const ANSWER = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];
const READ = ['partNumber', ...ANSWER.map((name) => `response-${name}`)];
const PAGE = ['prefix', 'delimiter', 'encoding-type', 'max-keys'];

/** Every operation that is honoured, with the parameters of its query. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  ListBuckets: ['prefix', 'max-buckets', 'continuation-token', 'bucket-region'],
  HeadBucket: [],
  GetBucketLocation: ['location'],
  CreateBucket: [],
  DeleteBucket: [],
  ListObjects: [...PAGE, 'marker'],
  ListObjectsV2: [...PAGE, 'list-type', 'continuation-token', 'start-after', 'fetch-owner'],
  ListMultipartUploads: [
    'uploads',
    'prefix',
    'delimiter',
    'encoding-type',
    'key-marker',
    'upload-id-marker',
    'max-uploads',
  ],
  DeleteObjects: ['delete'],
  PostObject: [],
  GetObject: READ,
  HeadObject: READ,
  PutObject: [],
  CopyObject: [],
  DeleteObject: [],
  CreateMultipartUpload: ['uploads'],
  UploadPart: ['partNumber', 'uploadId'],
  UploadPartCopy: ['partNumber', 'uploadId'],
  CompleteMultipartUpload: ['uploadId'],
  AbortMultipartUpload: ['uploadId'],
  ListParts: ['uploadId', 'part-number-marker', 'max-parts', 'encoding-type'],
  GetObjectTagging: ['tagging'],
  PutObjectTagging: ['tagging'],
  DeleteObjectTagging: ['tagging'],
};

export const objectOperations: ReadonlySet<string> = new Set(Object.keys(PARAMETERS));

/**
 * The operation that a request names by method, path and query, honoured or not; a parameter that it does not have is
 * part of the name, such as `GetObject?versionId`. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function objectOperation(request: GatewayRequest): string | undefined {
  const { bucket, key } = placeOf(request);
  const operation = bucket === '' ? onService(request) : key === '' ? onBucket(request) : onObject(request);
  if (operation === undefined) return undefined;
  const known = PARAMETERS[operation] ?? [...request.url.searchParams.keys()];
  const strange = [...request.url.searchParams.keys()].find(
    (name) => name !== 'x-id' && !SIGNED.test(name) && !known.includes(name),
  );
  return strange === undefined ? operation : `${operation}?${strange}`;
}

/** An address that cannot be read is refused when the operation runs. */
function placeOf(request: GatewayRequest) {
  try {
    return addressOf(request);
  } catch (error) {
    if (error instanceof ObjectError) return { bucket: '?', key: '?' };
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
