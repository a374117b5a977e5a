import {
  CreateTableCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { settledTable } from './describe-table.ts';
import type { TableProperties } from './table-properties.ts';
import { keyText, streamView } from './table-shape.ts';

/**
 * Makes the table, or brings the stream of the existing one to what `table` says, and answers its description. Throws
 * when the existing table has another key, which no table can change.
 */
export async function putTable(
  client: DynamoDBClient,
  name: string,
  table: TableProperties,
): Promise<TableDescription | undefined> {
  const existing = await settledTable(client, name);
  if (existing === undefined) await create(client, name, table);
  else if ((await update(client, existing, name, table)) === 'as it was') return existing;
  return settledTable(client, name);
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
): Promise<'changed' | 'as it was'> {
  const [was, is] = [keyText(existing), keyText(table)];
  if (was !== is) {
    throw new Error(
      `table ${name} has the key ${was} and the template says ${is}: start with --reset to make it anew`,
    );
  }
  const [before, after] = [streamView(existing), table.StreamSpecification?.StreamViewType];
  if (before === after) return 'as it was';
  // A stream's view cannot be changed: the old stream ends and a new one begins.
  if (before !== undefined) await setStream(client, name, { StreamEnabled: false });
  if (after !== undefined) await setStream(client, name, { StreamEnabled: true, StreamViewType: after });
  return 'changed';
}

type Stream = { StreamEnabled: false } | ({ StreamEnabled: true } & TableProperties['StreamSpecification']);

async function setStream(client: DynamoDBClient, name: string, StreamSpecification: Stream): Promise<void> {
  await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
  await settledTable(client, name);
}
