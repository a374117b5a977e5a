import {
  type AttributeValue,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { createClient, TABLES } from './result-worker.fixture.ts';

/** A real DynamoDB-compatible server with the two tables, and readers of what stands in them. */
export async function startPlayerTables() {
  const engine = await startDynoxide({});
  const client = createClient(engine.endpoint);
  const tables = TABLES;
  await createTable(client, tables.playerTable, 'PlayerName');
  await createTable(client, tables.receiptTable, 'ReceiptId');
  return {
    client,
    endpoint: engine.endpoint,
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
    /** The totals of every player by name. */
    totals: async () => {
      const items = await scan(client, tables.playerTable);
      return new Map(
        items.map(({ PlayerName, Score, Win, Lose }) => [
          PlayerName?.S ?? '',
          { Score: Number(Score?.N), Win: Number(Win?.N), Lose: Number(Lose?.N) },
        ]),
      );
    },
    receipts: () => scan(client, tables.receiptTable),
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}

async function scan(client: DynamoDBClient, TableName: string) {
  const items: Record<string, AttributeValue>[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName })) items.push(...(Items ?? []));
  return items;
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
