import { DescribeTableCommand, DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { ConsoleError } from '../console-operation.ts';
import type { TableItem } from './item-json.ts';

/** A key attribute of a table; the partition key is the first. */
export type KeyAttribute = { name: string; type: 'S' | 'N' | 'B' };

/** Keys and the number of items of a table. Throws `ConsoleError`. */
export async function describeTable(client: DynamoDBClient, TableName: string) {
  const { Table } = await asConsoleError(client.send(new DescribeTableCommand({ TableName })));
  const types = new Map(
    Table?.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType] as const),
  );
  const keys = (Table?.KeySchema ?? [])
    .toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1))
    .map(({ AttributeName: name = '' }): KeyAttribute => {
      const type = types.get(name);
      return { name, type: type === 'N' || type === 'B' ? type : 'S' };
    });
  return { keys, items: Table?.ItemCount ?? 0 };
}

/** The key of an item. Throws `ConsoleError` where an attribute of it is missing. */
export function keyOf(keys: readonly KeyAttribute[], item: TableItem, field = 'item'): TableItem {
  const entries = keys.map(({ name, type }) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (value !== undefined && type in value) return [name, value] as const;
    const reason = `${name}: the key needs a value of type ${type}`;
    throw new ConsoleError(400, reason, { [field]: reason });
  });
  return Object.fromEntries(entries);
}

const STATUSES: Readonly<Record<string, number>> = {
  ResourceNotFoundException: 404,
  ConditionalCheckFailedException: 409,
};

/** What DynamoDB refuses, the console refuses in its words. */
export async function asConsoleError<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    throw new ConsoleError(STATUSES[error.name] ?? 400, error.message, { item: error.message });
  }
}
