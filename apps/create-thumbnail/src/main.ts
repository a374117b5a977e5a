import { S3Client } from '@aws-sdk/client-s3';
import { s3Record, s3Records } from '@hanok/events';
import { createObjectStore, createThumbnails, thumbnailRules, thumbnailVariables } from '@hanok/images';
import { asyncEvent, createLogger, createMetrics, parseEnv } from '@hanok/lambda';

const variables = parseEnv(thumbnailVariables, process.env);
const rules = thumbnailRules(variables);
const service = 'create-thumbnail';
const log = createLogger({ service });
const metrics = createMetrics({ service });
const client = new S3Client({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
});
const objects = createObjectStore(client);

export const handler = asyncEvent({
  records: s3Records,
  record: s3Record,
  handle: createThumbnails({ objects, resizedBucket: variables.RESIZED_BUCKET, rules, log, metrics }),
  log,
  metrics,
});
