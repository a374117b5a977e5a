import { S3Client } from '@aws-sdk/client-s3';
import { s3ObjectOf, s3Record, s3Records } from '@hanok/events';
import {
  createObjectStore,
  refreshThumbnails,
  saveDecoderMemory,
  thumbnailRulesFrom,
  thumbnailVariables,
} from '@hanok/images';
import { asyncEvent, clientOptions, observe, parseEnv } from '@hanok/lambda';

saveDecoderMemory();
const variables = parseEnv(thumbnailVariables, process.env);
const rules = thumbnailRulesFrom(variables);
const observation = observe('create-thumbnail');
const client = new S3Client(clientOptions({ requestTimeout: 10_000 }));
const objects = createObjectStore({ client });

export const handler = asyncEvent({
  records: s3Records,
  record: s3Record,
  ids: s3ObjectOf,
  handle: refreshThumbnails({ objects, resizedBucket: variables.RESIZED_BUCKET, rules, ...observation }),
  ...observation,
});
