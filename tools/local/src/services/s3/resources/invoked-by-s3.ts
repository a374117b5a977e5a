import { matchesArn } from '../../iam/arn-pattern.ts';
import { bucketArn } from '../object-address.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';

/**
 * Throws when a function may not be invoked by S3 for a bucket. S3 asks that when the bucket is made, so a bucket must
 * come after the permission in its template.
 */
export function checkInvokedByS3(
  functionArn: string,
  bucket: string,
  { apiParts, accountId }: Pick<ResourcePorts, 'apiParts' | 'accountId'>,
): void {
  const name = nameOf(functionArn);
  const allowed = apiParts.permissions.some(
    (permission) =>
      permission.principal === 's3.amazonaws.com' &&
      nameOf(permission.functionArn) === name &&
      matchesArn(permission.sourceArn, bucketArn(bucket)) &&
      (permission.sourceAccount ?? accountId) === accountId,
  );
  if (allowed) return;
  throw new Error(
    `Unable to validate the following destination configurations: no permission made before this bucket lets S3 ` +
      `invoke ${name} for ${bucketArn(bucket)}`,
  );
}

/** The name in a function's name or ARN. */
function nameOf(functionName: string): string {
  return functionName.slice(functionName.lastIndexOf(':') + 1);
}
