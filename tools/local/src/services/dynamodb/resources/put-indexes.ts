import {
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableIndex, TableProperties } from './table-properties.ts';

/** Brings the global secondary indexes of an existing table to what `table` says, one after the other. */
export async function putIndexes(
  client: DynamoDBClient,
  TableName: string,
  { AttributeDefinitions, GlobalSecondaryIndexes: wanted }: TableProperties,
): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const existing = Table?.GlobalSecondaryIndexes ?? [];
  for (const index of existing.filter((one) => !wanted.some((each) => isSame(each, one)))) {
    const Delete = { IndexName: index.IndexName };
    await client.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
  }
  for (const Create of wanted.filter((one) => !existing.some((each) => isSame(one, each)))) {
    const GlobalSecondaryIndexUpdates = [{ Create }];
    await client.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }),
    );
  }
}

/** An index cannot be changed: one of another key or projection is another one. */
function isSame(a: TableIndex, b: GlobalSecondaryIndexDescription): boolean {
  return describe(a) === describe(b);
}

function describe({
  IndexName,
  KeySchema,
  Projection,
}: TableIndex | GlobalSecondaryIndexDescription): string {
  const keys = KeySchema?.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
  const projected = [Projection?.ProjectionType, Projection?.NonKeyAttributes?.toSorted() ?? []];
  return JSON.stringify([IndexName, keys, projected]);
}
