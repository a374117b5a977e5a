/*
 * An upload. A picture comes into a bucket, S3 tells the function `Create-Thumbnail`, and it puts a thumbnail into
 * another bucket. S3 tells at least once and in any order, so an event only says which key to look at: the upload as it
 * stands decides.
 */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startObjectStore } from '@hanok/engines';
import { s3ObjectOf, s3Record, s3Records } from '@hanok/events';
import { buildS3Event } from '@hanok/events/testing';
import { createObjectStore, refreshThumbnails, thumbnailRulesFrom, thumbnailVariables } from '@hanok/images';
import { asyncEvent, observe, parseEnv } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { clientSettings } from '@hanok/testing';
import sharp from 'sharp';
import { show, showLog } from './show.ts';

await using parts = new AsyncDisposableStack();
const store = await startObjectStore();
parts.defer(store.stop);
const client = new S3Client(clientSettings(store.endpoint));
parts.defer(() => client.destroy());
store.createBucket('images');
store.createBucket('images-resized');

const rules = thumbnailRulesFrom(parseEnv(thumbnailVariables, { RESIZED_BUCKET: 'images-resized' }));
const objects = createObjectStore({ client });
const observation = observe('Create-Thumbnail', showLog);
const handler = asyncEvent({
  records: s3Records,
  record: s3Record,
  ids: s3ObjectOf,
  handle: refreshThumbnails({ objects, resizedBucket: 'images-resized', rules, ...observation }),
  ...observation,
});

const upload = (Key: string, Body: Buffer) =>
  client.send(new PutObjectCommand({ Bucket: 'images', Key, Body }));
/** S3 tells the function of an upload. A later upload of a key has a higher sequencer. */
const tell = (key: string, sequencer: string) => {
  const change = { eventName: 'ObjectCreated:Put' as const, bucket: 'images', key, sequencer };
  return handler(buildS3Event([change]), buildLambdaContext());
};
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'blue' } })
    .png()
    .toBuffer();
const thumbnail = async (key: string) => {
  const get = new GetObjectCommand({ Bucket: 'images-resized', Key: `thumbnail-${key}` });
  const { Body } = await client.send(get);
  const { width, height } = await sharp(await Body?.transformToByteArray()).metadata();
  return `${width} x ${height}`;
};

// 640 x 480 fits into 128 x 128 as 128 x 96.
await upload('sea.png', await picture(640, 480));
await tell('sea.png', '02');
//> Create-Thumbnail: thumbnails { bucket: 'images', key: 'sea.png', outcome: 'Made' }
show('thumbnail', await thumbnail('sea.png'));
//> thumbnail: 128 x 96

// A newer upload, of another shape, and the events come in the wrong order. The first one makes the thumbnail of what is
// there now; the other finds nothing to do.
await upload('sea.png', await picture(480, 640));
await tell('sea.png', '04');
//> Create-Thumbnail: thumbnails { bucket: 'images', key: 'sea.png', outcome: 'Made' }
await tell('sea.png', '03');
//> Create-Thumbnail: thumbnails { bucket: 'images', key: 'sea.png', outcome: 'UpToDate' }
show('thumbnail', await thumbnail('sea.png'));
//> thumbnail: 96 x 128

// A text with the name of a picture. No retry would help, so the function does not fail; the log and a metric say why.
await upload('letter.png', Buffer.from('Dear reader'));
await tell('letter.png', '05');
//> Create-Thumbnail: record rejected { bucket: 'images', key: 'letter.png', reason: 'NotAPicture', error: 'RejectedPictureError: The bytes are no picture of a known format' }
