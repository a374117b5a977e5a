import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { photoUpload } from '@hanok/events';
import { createObjectStore, intakeRules, intakeVariables } from '@hanok/images';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';
import { createMakeProxy, createPhotoTable, createUploadStore } from '@hanok/photos';

const service = 'photo-proxy';
const shape = { PHOTO_TABLE: env.text(), PROXIES_BUCKET: env.text(), ...intakeVariables };
const variables = parseEnv(shape, process.env);
const observation = { log: createLogger({ service }), metrics: createMetrics({ service }) };
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const s3 = new S3Client({ requestHandler });
const dynamodb = new DynamoDBClient({ requestHandler });

export const handler = task({
  input: photoUpload,
  handle: createMakeProxy({
    uploads: createUploadStore(s3),
    objects: createObjectStore(s3),
    photos: createPhotoTable({ client: dynamodb, tableName: variables.PHOTO_TABLE }),
    proxiesBucket: variables.PROXIES_BUCKET,
    rules: intakeRules(variables),
    ...observation,
  }),
  ...observation,
});
