import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createObjectStore, intakeRulesFrom, intakeVariables, saveDecoderMemory } from '@hanok/images';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import { createPhotoTable, createUploadStore, makeProxy, photoUpload } from '@hanok/photos';

saveDecoderMemory();
const shape = { PHOTO_TABLE: env.text(), PROXIES_BUCKET: env.text(), ...intakeVariables };
const variables = parseEnv(shape, process.env);
const observation = observe('photo-proxy');
const options = clientOptions({ requestTimeout: 10_000 });
const s3 = new S3Client(options);
const dynamodb = new DynamoDBClient(options);

export const handler = task({
  input: photoUpload,
  handle: makeProxy({
    uploads: createUploadStore(s3),
    objects: createObjectStore({ client: s3 }),
    photos: createPhotoTable({ client: dynamodb, table: variables.PHOTO_TABLE }),
    proxiesBucket: variables.PROXIES_BUCKET,
    rules: intakeRulesFrom(variables),
    ...observation,
  }),
  ...observation,
});
