import type { Access, Free, ServiceRequest } from '../../gateway/service.ts';
import { bucketArn, copySource, objectArn } from './object-address.ts';
import { s3Call } from './object-call.ts';
import { OPERATIONS } from './s3-operations.ts';

/**
 * What IAM must allow before an operation runs, from the call as the operation reads it. Throws `S3Error`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function s3Access(request: ServiceRequest): readonly Access[] | Free {
  const needed = OPERATIONS[request.operation]?.action ?? [];
  if ('free' in needed) return needed;
  const [on, name] = needed;
  const call = s3Call(request);
  if (on === undefined) return [];
  const action = `s3:${name}`;
  if (on === 'all') return [{ action, resource: '*' }];
  if (on === 'bucket') return [{ action, resource: bucketArn(call.bucket) }];
  const resource = objectArn(call);
  const source = request.operation.includes('Copy')
    ? [{ action: 's3:GetObject', resource: objectArn(copySource(request)) }]
    : [];
  const tagged = call.header('x-amz-tagging') !== undefined;
  return [...source, { action, resource }, ...(tagged ? [{ action: 's3:PutObjectTagging', resource }] : [])];
}
