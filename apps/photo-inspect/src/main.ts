import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { photoUpload } from '@hanok/events';
import { intakeRules, intakeVariables } from '@hanok/images';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';
import { createInspectPhoto, createPhotoTable, createUploadStore } from '@hanok/photos';

const service = 'photo-inspect';
const variables = parseEnv({ PHOTO_TABLE: env.text(), ...intakeVariables }, process.env);
const observation = { log: createLogger({ service }), metrics: createMetrics({ service }) };
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

export const handler = task({
  input: photoUpload,
  handle: createInspectPhoto({
    uploads: createUploadStore(new S3Client({ requestHandler })),
    photos: createPhotoTable({
      client: new DynamoDBClient({ requestHandler }),
      tableName: variables.PHOTO_TABLE,
    }),
    rules: intakeRules(variables),
    ...observation,
  }),
  ...observation,
});
