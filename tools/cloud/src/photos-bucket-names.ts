import { Aws } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkBucketNames } from './thumbnail-bucket-names.ts';

/**
 * `photos-<suffix>` and `photos-<suffix>-proxies`; the suffix is that of the context value `photosSuffix`, else account
 * and region: all buckets of the world share one namespace. Throws `BucketNameError` for a name that S3 would refuse.
 */
export function photosBucketNames(scope: Construct): { photos: string; proxies: string } {
  const given: unknown = scope.node.tryGetContext('photosSuffix');
  const suffix = given === undefined ? `${Aws.ACCOUNT_ID}-${Aws.REGION}` : String(given);
  const names = { photos: `photos-${suffix}`, proxies: `photos-${suffix}-proxies` };
  checkBucketNames({ images: names.photos, resized: names.proxies });
  return names;
}
