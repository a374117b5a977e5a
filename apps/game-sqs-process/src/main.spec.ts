import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import sqsSample from '@hanok/events/samples/sqs.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';

const stops: (() => Promise<void>)[] = [];
let client: DynamoDBClient;

beforeAll(async () => {
  const engine = await startDynoxide();
  stops.push(engine.stop);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  client = new DynamoDBClient();
  await createTable('GomokuPlayerInfo', 'PlayerName');
  await createTable('GomokuResultReceipts', 'ReceiptId');
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function createTable(TableName: string, AttributeName: string) {
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    }),
  );
}

it('counts the sample event of SQS in the default tables, once', async () => {
  const { handler } = await import('./main.ts');
  expect(await handler(sqsSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(await handler(sqsSample, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  const Key = { PlayerName: { S: 'SomeName' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: 'GomokuPlayerInfo', Key }));
  expect(Item).toMatchObject({ Score: { N: '1100' }, Win: { N: '1' }, Lose: { N: '0' } });
});
