import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { startDynoxide, startObjectStore } from '@hanok/engines';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A real object store with the buckets, a real DynamoDB-compatible server with the table `Photos`, and their clients. */
export async function startPhotoEngines(buckets: readonly string[]) {
  const [objects, dynoxide] = await Promise.all([startObjectStore(), startDynoxide()]);
  for (const bucket of buckets) objects.createBucket(bucket);
  const s3 = new S3Client({ endpoint: objects.endpoint, region: 'us-east-1', credentials });
  const dynamodb = new DynamoDBClient({ endpoint: dynoxide.endpoint, region: 'us-east-1', credentials });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'Photos',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'PhotoKey', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'PhotoKey', AttributeType: 'S' }],
    }),
  );
  return {
    s3,
    dynamodb,
    /** The environment in which a function of the project finds both. */
    environment: {
      AWS_ENDPOINT_URL_S3: objects.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynoxide.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      PHOTO_TABLE: 'Photos',
    },
    stop: async () => {
      s3.destroy();
      dynamodb.destroy();
      await Promise.all([objects.stop(), dynoxide.stop()]);
    },
  };
}
