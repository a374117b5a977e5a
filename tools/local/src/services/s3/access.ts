import type { Access, ServiceRequest } from '../../gateway/service.ts';
import { S3Error } from './error.ts';
import { addressOf, bucketArn, copySource, objectArn } from './object-address.ts';
import { OPERATIONS } from './s3-operations.ts';

/**
 * What IAM must allow before an operation runs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * DeleteObjects and PostObject name their keys in the body, and ask for each when they have read it.
 */
export function s3Access(request: ServiceRequest): readonly Access[] {
  try {
    return accessOf(request);
  } catch (error) {
    // The operation itself then says what is wrong with its address.
    if (error instanceof S3Error) return [];
    throw error;
  }
}

function accessOf(request: ServiceRequest): readonly Access[] {
  const [on, name] = OPERATIONS[request.operation]?.action ?? [];
  const address = addressOf(request);
  if (on === undefined) return [];
  const action = `s3:${name}`;
  if (on === 'all') return [{ action, resource: '*' }];
  if (on === 'bucket') return [{ action, resource: bucketArn(address.bucket) }];
  const resource = objectArn(address);
  const source = request.operation.includes('Copy')
    ? [{ action: 's3:GetObject', resource: objectArn(copySource(request)) }]
    : [];
  const tagged = has(request, 'x-amz-tagging') ? [{ action: 's3:PutObjectTagging', resource }] : [];
  return [...source, { action, resource }, ...tagged];
}

function has({ headers, url }: ServiceRequest, name: string): boolean {
  return headers[name] !== undefined || url.searchParams.has(name);
}
