import { Aws, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BucketNameError, SameBucketError } from './errors.ts';

/** Where pictures are uploaded, and where their thumbnails are put. */
export type ThumbnailBucketNames = { images: string; resized: string };

/**
 * `images-<suffix>` and `images-<suffix>-resized`; the suffix is that of the context value `imagesSuffix`, else account
 * and region: all buckets of the world share one namespace.
 */
export function thumbnailBucketNames(scope: Construct): ThumbnailBucketNames {
  const given: unknown = scope.node.tryGetContext('imagesSuffix');
  const suffix = given === undefined ? `${Aws.ACCOUNT_ID}-${Aws.REGION}` : String(given);
  return { images: `images-${suffix}`, resized: `images-${suffix}-resized` };
}

/** Throws `SameBucketError`, or `BucketNameError` for a name that S3 would refuse. */
export function checkBucketNames({ images, resized }: ThumbnailBucketNames): void {
  for (const name of [images, resized]) {
    if (Token.isUnresolved(name) || BUCKET_NAME.test(name)) continue;
    throw new BucketNameError(`"${name}" is no name of a bucket`);
  }
  if (images === resized) throw new SameBucketError(`${images} is the bucket of uploads and of thumbnails`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, names without dots */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
