import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';

const TableName = 'Trainings';

/** A real DynamoDB-compatible server with an empty table of trainings; `variables` lead a function to it. */
export async function startTrainings() {
  const engine = await startDynoxide();
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const keys = ['TrainingId', 'Drill'];
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  return {
    client,
    tableName: TableName,
    variables: {
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TRAINING_TABLE: TableName,
    },
    /** The record of a drill as it lies in the table. */
    itemOf: async (TrainingId: string, Drill: string) => {
      const Key = { TrainingId: { S: TrainingId }, Drill: { S: Drill } };
      return (await client.send(new GetItemCommand({ TableName, Key }))).Item;
    },
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}
