import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import event from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import type { Scenario } from './scenario.fixture.ts';

const thumbnailOutputs = z.object({ ImagesBucketName: z.string(), ResizedBucketName: z.string() });
const photoOutputs = z.object({ PhotosBucketName: z.string(), ProxiesBucketName: z.string() });

/** A photo whose thumbnail is made, and goes with it; one that cannot be read for a while. */
export const thumbnails: Scenario = {
  steps: ({ stack, sdk, later, upload, failing }) => {
    const { ImagesBucketName: images } = thumbnailOutputs.parse(stack.outputs['Thumbnails']);
    const done = (action: string) => later('Create-Thumbnail', action);
    return [
      () => upload(images, 'kim.jpg'),
      () => done('s3:PutObject'),
      () => sdk.s3.send(new DeleteObjectCommand({ Bucket: images, Key: 'kim.jpg' })),
      () => done('s3:DeleteObject'),
      () =>
        failing({ service: 's3', operation: 'GetObject', caller: 'Create-Thumbnail' }, async () => {
          await upload(images, 'lee.jpg');
          await done('sqs:SendMessage');
        }),
    ];
  },
};

/** A photo that becomes a proxy, an event of none that comes again, one that cannot be written, and one whose workflow does not start. */
export const photos: Scenario = {
  steps: ({ stack, invoke, later, upload, failing }) => {
    const { PhotosBucketName: bucket } = photoOutputs.parse(stack.outputs['Photos']);
    const [record] = event.Records;
    const eventOf = (key: string) => {
      const s3 = {
        ...record?.s3,
        bucket: { ...record?.s3.bucket, name: bucket },
        object: { ...record?.s3.object, key },
      };
      return { Records: [{ ...record, s3 }] };
    };
    return [
      () => upload(bucket, 'kim.jpg'),
      () => later('photo-proxy', 's3:PutObject'),
      () => invoke('photo-start', eventOf('gone.jpg')),
      () => later('photo-inspect', 's3:ListBucket'),
      () => stack.idle(),
      () => invoke('photo-start', eventOf('gone.jpg')),
      () =>
        failing({ service: 'dynamodb', operation: 'PutItem', caller: 'photo-inspect' }, async () => {
          await upload(bucket, 'eve.jpg');
          await later('photo-fail', 'dynamodb:UpdateItem');
        }),
      () =>
        failing({ service: 'states', operation: 'StartExecution', caller: 'photo-start' }, async () => {
          await upload(bucket, 'lee.jpg');
          await later('photo-start', 'sqs:SendMessage');
        }),
    ];
  },
};
