import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { intakeRulesFrom, intakeVariables, saveDecoderMemory } from '@hanok/images';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import { createPhotoTable, createUploadStore, inspectPhoto, photoUpload } from '@hanok/photos';

saveDecoderMemory();
const variables = parseEnv({ PHOTO_TABLE: env.text(), ...intakeVariables }, process.env);
const observation = observe('photo-inspect');
const options = clientOptions({ requestTimeout: 10_000 });

export const handler = task({
  input: photoUpload,
  handle: inspectPhoto({
    uploads: createUploadStore(new S3Client(options)),
    photos: createPhotoTable({
      client: new DynamoDBClient(options),
      table: variables.PHOTO_TABLE,
    }),
    rules: intakeRulesFrom(variables),
    ...observation,
  }),
  ...observation,
});
