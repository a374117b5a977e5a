import {
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { settledTable } from './describe-table.ts';
import type { TableProperties } from './table-properties.ts';
import { isSameIndex } from './table-shape.ts';

/** Brings the global secondary indexes of a table, which has `existing`, to what the template says, one after the other. */
export async function putIndexes(
  client: DynamoDBClient,
  TableName: string,
  existing: readonly GlobalSecondaryIndexDescription[],
  { AttributeDefinitions, GlobalSecondaryIndexes: wanted }: TableProperties,
): Promise<void> {
  for (const index of existing.filter((one) => !wanted.some((each) => isSameIndex(each, one)))) {
    const Delete = { IndexName: index.IndexName };
    await client.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }));
    await settledTable(client, TableName);
  }
  for (const Create of wanted.filter((one) => !existing.some((each) => isSameIndex(one, each)))) {
    const GlobalSecondaryIndexUpdates = [{ Create }];
    await client.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }),
    );
    await settledTable(client, TableName);
  }
}
