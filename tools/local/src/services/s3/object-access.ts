import type { Access, ServiceRequest } from '../../gateway/service.ts';
import { copySource } from './copy-source.ts';
import { addressOf, bucketArn, objectArn } from './object-address.ts';
import { ObjectError } from './object-error.ts';

const ON_BUCKET: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  GetBucketLocation: 'GetBucketLocation',
  CreateBucket: 'CreateBucket',
  DeleteBucket: 'DeleteBucket',
};

const ON_OBJECT: Readonly<Record<string, string>> = {
  GetObject: 'GetObject',
  HeadObject: 'GetObject',
  DeleteObject: 'DeleteObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
  ListParts: 'ListMultipartUploadParts',
  GetObjectTagging: 'GetObjectTagging',
  PutObjectTagging: 'PutObjectTagging',
  DeleteObjectTagging: 'DeleteObjectTagging',
};

/**
 * What IAM must allow before an operation runs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * DeleteObjects and PostObject name their keys in the body, and ask for each when they have read it.
 */
export function objectAccess(request: ServiceRequest): readonly Access[] {
  try {
    return accessOf(request);
  } catch (error) {
    // The operation itself then says what is wrong with its address.
    if (error instanceof ObjectError) return [];
    throw error;
  }
}

function accessOf(request: ServiceRequest): readonly Access[] {
  const { operation } = request;
  const address = addressOf(request);
  if (operation === 'ListBuckets') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  if (operation === 'DeleteObjects' || operation === 'PostObject') return [];
  const onBucket = ON_BUCKET[operation];
  if (onBucket !== undefined) return [{ action: `s3:${onBucket}`, resource: bucketArn(address.bucket) }];
  const resource = objectArn(address);
  const read = operation.endsWith('Copy') || operation === 'CopyObject';
  const source = read ? [{ action: 's3:GetObject', resource: objectArn(copySource(request)) }] : [];
  const tagged = has(request, 'x-amz-tagging') ? [{ action: 's3:PutObjectTagging', resource }] : [];
  return [...source, { action: `s3:${ON_OBJECT[operation] ?? 'PutObject'}`, resource }, ...tagged];
}

function has({ headers, url }: ServiceRequest, name: string): boolean {
  return headers[name] !== undefined || url.searchParams.has(name);
}
