import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import { createPhotoTable, failPhoto, photoFailure } from '@hanok/photos';

const { PHOTO_TABLE } = parseEnv({ PHOTO_TABLE: env.text() }, process.env);
const observation = observe('photo-fail');
const photos = createPhotoTable({ client: new DynamoDBClient(clientOptions()), table: PHOTO_TABLE });

export const handler = task({
  input: photoFailure,
  handle: failPhoto({ photos, ...observation }),
  ...observation,
});
