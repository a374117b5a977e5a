import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableProperties } from './table-properties.ts';

/**
 * Makes the table, or brings the stream of the existing one to what `table` says, and answers the stream's ARN.
 * Throws when the existing table has another key, which no table can change.
 */
export async function putTable(
  client: DynamoDBClient,
  name: string,
  table: TableProperties,
): Promise<string | undefined> {
  const existing = await describe(client, name);
  if (existing === undefined) await create(client, name, table);
  else await update(client, existing, name, table);
  const description = await describe(client, name);
  return table.StreamSpecification && description?.LatestStreamArn;
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBClient, name: string, table: TableProperties): Promise<void> {
  const { AttributeDefinitions, KeySchema, BillingMode, StreamSpecification, GlobalSecondaryIndexes } = table;
  const stream = StreamSpecification && { StreamEnabled: true, ...StreamSpecification };
  await client.send(
    new CreateTableCommand({
      TableName: name,
      ...{ AttributeDefinitions, KeySchema, BillingMode },
      ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
      ...(stream && { StreamSpecification: stream }),
    }),
  );
}

async function update(
  client: DynamoDBClient,
  existing: TableDescription,
  name: string,
  table: TableProperties,
): Promise<void> {
  const [was, is] = [keyOf(existing), keyOf(table)];
  if (was !== is) {
    throw new Error(
      `table ${name} has the key ${was} and the template says ${is}: start with --reset to make it anew`,
    );
  }
  const before = existing.StreamSpecification?.StreamEnabled
    ? existing.StreamSpecification.StreamViewType
    : undefined;
  const after = table.StreamSpecification?.StreamViewType;
  if (before === after) return;
  // A stream's view cannot be changed: the old stream ends and a new one begins.
  if (before !== undefined) await setStream(client, name, { StreamEnabled: false });
  if (after !== undefined) await setStream(client, name, { StreamEnabled: true, StreamViewType: after });
}

type Stream = { StreamEnabled: false } | ({ StreamEnabled: true } & TableProperties['StreamSpecification']);

async function setStream(client: DynamoDBClient, name: string, StreamSpecification: Stream): Promise<void> {
  await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
}

type Keyed = Pick<TableDescription, 'AttributeDefinitions' | 'KeySchema'>;

/** `PlayerName S (HASH)`, comma-separated. */
function keyOf({ AttributeDefinitions = [], KeySchema = [] }: Keyed): string {
  const typeOf = (attribute?: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType;
  return KeySchema.map((key) => `${key.AttributeName} ${typeOf(key.AttributeName)} (${key.KeyType})`).join(
    ', ',
  );
}
