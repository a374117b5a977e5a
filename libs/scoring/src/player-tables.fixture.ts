import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';

/** A real DynamoDB-compatible server with the two tables, and readers of what stands in them. */
export async function startPlayerTables() {
  const engine = await startDynoxide({});
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const tables = { playerTable: 'GomokuPlayerInfo', receiptTable: 'GomokuResultReceipts' };
  await createTable(client, tables.playerTable, 'PlayerName');
  await createTable(client, tables.receiptTable, 'ReceiptId');
  return {
    client,
    tables,
    player: async (name: string) => {
      const Key = { PlayerName: { S: name } };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tables.playerTable, Key, ConsistentRead: true }),
      );
      return Item && { Score: Item.Score?.N, Win: Item.Win?.N, Lose: Item.Lose?.N };
    },
    putPlayer: (item: Record<string, { S: string } | { N: string }>) =>
      client.send(new PutItemCommand({ TableName: tables.playerTable, Item: item })),
    receipts: async () =>
      (await client.send(new ScanCommand({ TableName: tables.receiptTable }))).Items ?? [],
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}

async function createTable(client: DynamoDBClient, TableName: string, key: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    }),
  );
}
