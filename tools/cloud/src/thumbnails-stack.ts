import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { createDeadLetterQueue } from './game-result-queue.ts';
import { HanokFunction } from './hanok-function.ts';
import { noteFailedEvents } from './on-failure.ts';
import { PrivateBucket } from './private-bucket.ts';
import {
  checkBucketNames,
  type ThumbnailBucketNames,
  thumbnailBucketNames,
} from './thumbnail-bucket-names.ts';

export type ThumbnailsProps = {
  /** Folder that holds `<app>/<app>.zip` and `<app>/<app>-x64.zip`. */
  zips: string;
  /** Those of `thumbnailBucketNames` by default. */
  buckets?: ThumbnailBucketNames;
};

/** An upload to one bucket becomes a thumbnail in another. Throws `SameBucketError` when the two are one. */
export class ThumbnailsStack extends Stack {
  constructor(scope: Construct, id: string, { zips, buckets }: ThumbnailsProps) {
    super(scope, id, { description: 'Thumbnails of uploaded pictures', analyticsReporting: false });
    const names = buckets ?? thumbnailBucketNames(this);
    checkBucketNames(names);
    const images = new PrivateBucket(this, 'Images', { bucketName: names.images });
    const resized = new PrivateBucket(this, 'Resized', { bucketName: names.resized });
    const createThumbnail = addCreateThumbnail(this, { zips, images, resized });
    images.notify(createThumbnail, ['s3:ObjectCreated:*', 's3:ObjectRemoved:*']);
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
  const failures = createDeadLetterQueue(scope, 'CreateThumbnailFailures', 'create-thumbnail-failures');
  acknowledge(failures, {
    'AwsSolutions-SQS3': 'It is itself where events end that could not be handled.',
  });
  noteFailedEvents(create, failures);
  return create;
}
