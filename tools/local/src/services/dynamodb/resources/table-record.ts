import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ResourceInUseException,
  ScanCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { settledTable } from './describe-table.ts';

const TABLE = { TableName: 'hanok-tables' };

/**
 * Makes the table in which the stack notes, in an engine that it was given, which tables there it made: not every engine
 * has tags. Answers its description.
 */
export async function openTableRecord(client: DynamoDBClient): Promise<TableDescription | undefined> {
  const existing = await settledTable(client, TABLE.TableName);
  if (existing !== undefined) return existing;
  const command = new CreateTableCommand({
    ...TABLE,
    AttributeDefinitions: [{ AttributeName: 'Name', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'Name', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await client.send(command).catch((error: unknown) => {
    // Another stack was faster.
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  return settledTable(client, TABLE.TableName);
}

/** Whether a stack made the table, and not another user one of the same name since. */
export async function isRecorded(client: DynamoDBClient, table: TableDescription): Promise<boolean> {
  const Key = { Name: { S: table.TableName ?? '' } };
  const { Item } = await client.send(new GetItemCommand({ ...TABLE, Key, ConsistentRead: true }));
  return Item?.['Created']?.S === createdOf(table);
}

export async function recordTable(client: DynamoDBClient, table: TableDescription): Promise<void> {
  const Item = { Name: { S: table.TableName ?? '' }, Created: { S: createdOf(table) } };
  await client.send(new PutItemCommand({ ...TABLE, Item }));
}

export async function forgetTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(new DeleteItemCommand({ ...TABLE, Key: { Name: { S: name } } }));
}

/** Deletes the record when it holds nothing. */
export async function closeTableRecord(client: DynamoDBClient): Promise<void> {
  const { Items = [] } = await client.send(new ScanCommand({ ...TABLE, Limit: 1, ConsistentRead: true }));
  if (Items.length === 0) await client.send(new DeleteTableCommand(TABLE));
}

function createdOf({ CreationDateTime }: TableDescription): string {
  return CreationDateTime?.toISOString() ?? 'unknown';
}
