import {
  type AttributeDefinition,
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { createClient, TABLES } from './ride-client.fixture.ts';

/** A real DynamoDB-compatible server with the three tables, and readers of what stands in them. */
export async function startRideTables() {
  const engine = await startDynoxide();
  const client = createClient(engine.endpoint);
  await createRideTables(client);
  return {
    client,
    endpoint: engine.endpoint,
    items: (table: keyof typeof TABLES, tables = TABLES) => scan(client, tables[table]),
    put: (table: keyof typeof TABLES, Item: Record<string, AttributeValue>) =>
      client.send(new PutItemCommand({ TableName: TABLES[table], Item })),
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}

/** The tables as they are deployed. */
export async function createRideTables(client: DynamoDBClient, tables = TABLES): Promise<void> {
  await createTable(client, tables.rideTable, ['RideId']);
  await createTable(client, tables.receiptTable, ['ReceiptId']);
  await createTable(client, tables.fleetTable, ['UnicornId'], {
    FreeByCell: ['FreeFace', 'FreeCell'],
    BusyByLease: ['Busy', 'LeaseEnds'],
  });
}

async function createTable(
  client: DynamoDBClient,
  TableName: string,
  key: readonly string[],
  indexes: Readonly<Record<string, readonly string[]>> = {},
): Promise<void> {
  const keySchema = (names: readonly string[]) =>
    names.map(
      (AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }) as const,
    );
  const AttributeDefinitions = [key, ...Object.values(indexes)]
    .flat()
    .map((AttributeName): AttributeDefinition => ({
      AttributeName,
      AttributeType: AttributeName === 'LeaseEnds' ? 'N' : 'S',
    }));
  const GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, names]) => ({
    IndexName,
    KeySchema: keySchema(names),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  const input: CreateTableCommandInput = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(key),
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
  };
  await client.send(new CreateTableCommand(input));
}

async function scan(client: DynamoDBClient, TableName: string) {
  const items: Record<string, AttributeValue>[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName })) items.push(...(Items ?? []));
  return items;
}
