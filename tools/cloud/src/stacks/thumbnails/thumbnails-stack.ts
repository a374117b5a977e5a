import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createDashboard } from '../../constructs/dashboard.ts';
import { noteFailedEvents } from '../../constructs/dead-letter-queue.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { bucketSuffix, PrivateBucket } from '../../constructs/private-bucket.ts';

/** Where pictures are uploaded, and where their thumbnails are put. */
type ThumbnailBucketNames = { images: string; resized: string };

export type ThumbnailsProps = {
  /** Folder that holds `<app>/<app>.zip` and `<app>/<app>-x64.zip`. */
  zips: string;
  /** `images-<suffix>` and `images-<suffix>-resized` by default. */
  buckets?: ThumbnailBucketNames;
};

/** Thumbnails would be put where uploads are, and each thumbnail would be an upload again, without end. */
export class SameBucketError extends Error {
  override readonly name = 'SameBucketError';

  constructor(bucket: string) {
    super(`${bucket} is the bucket of uploads and of thumbnails; name two buckets`);
  }
}

/** An upload to one bucket becomes a thumbnail in another. Throws `SameBucketError` when the two are one. */
export class ThumbnailsStack extends Stack {
  constructor(scope: Construct, id: string, { zips, buckets }: ThumbnailsProps) {
    super(scope, id, { description: 'Thumbnails of uploaded pictures', analyticsReporting: false });
    const names = buckets ?? thumbnailBucketNames(this);
    if (names.images === names.resized) throw new SameBucketError(names.images);
    const images = new PrivateBucket(this, 'Images', { bucketName: names.images });
    const resized = new PrivateBucket(this, 'Resized', { bucketName: names.resized });
    const createThumbnail = addCreateThumbnail(this, { zips, images, resized });
    images.notify(createThumbnail, ['s3:ObjectCreated:*', 's3:ObjectRemoved:*']);
    createDashboard(this);
    new CfnOutput(this, 'ImagesBucketName', { value: images.name });
    new CfnOutput(this, 'ResizedBucketName', { value: resized.name });
  }
}

function addCreateThumbnail(
  scope: Construct,
  { zips, images, resized }: { zips: string; images: PrivateBucket; resized: PrivateBucket },
): HanokFunction {
  const create = new HanokFunction(scope, 'CreateThumbnail', {
    name: 'Create-Thumbnail',
    app: 'create-thumbnail',
    zips,
    native: true,
    memorySize: 1024,
    environment: { IMAGES_BUCKET: images.name, RESIZED_BUCKET: resized.name },
  });
  images.allowObjects(create, ['s3:GetObject']);
  // To replace or remove a thumbnail only as it was seen takes the right to read it.
  resized.allowObjects(create, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']);
  noteFailedEvents(scope, create, { id: 'CreateThumbnailFailures', queueName: 'create-thumbnail-failures' });
  return create;
}

/** `images-<suffix>` and `images-<suffix>-resized`; see `bucketSuffix`, context value `imagesSuffix`. */
function thumbnailBucketNames(scope: Construct): ThumbnailBucketNames {
  const suffix = bucketSuffix(scope, 'imagesSuffix');
  return { images: `images-${suffix}`, resized: `images-${suffix}-resized` };
}
