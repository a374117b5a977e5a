import { type Account, nameInArn } from '../../../arn.ts';
import { isPermitted } from '../../lambda/is-permitted.ts';
import type { InvokePermission } from '../../lambda/lambda-uses.ts';
import { bucketArn } from '../object-address.ts';

/**
 * Throws when a function may not be invoked by S3 for a bucket. S3 asks that when the bucket is made, so a bucket must
 * come after the permission in its template.
 */
export function checkInvokedByS3(
  functionArn: string,
  bucket: string,
  permissions: readonly InvokePermission[],
  { accountId }: Pick<Account, 'accountId'>,
): void {
  const name = nameInArn(functionArn);
  const allowed = isPermitted(
    permissions,
    { service: 's3.amazonaws.com', functionArn, sourceArn: bucketArn(bucket) },
    accountId,
  );
  if (allowed) return;
  throw new Error(
    `Unable to validate the following destination configurations: no permission made before this bucket lets S3 ` +
      `invoke ${name} for ${bucketArn(bucket)}`,
  );
}
