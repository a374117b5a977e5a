import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';

const READY_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** A table's description; undefined when there is none. */
async function describeTable(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/**
 * A table's description once it and its indexes are active, or undefined once it is deleted: some engines make, change
 * and delete in the background, as AWS does. Throws after a minute.
 */
export async function settledTable(
  client: DynamoDBClient,
  name: string,
): Promise<TableDescription | undefined> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const table = await describeTable(client, name);
    const states = [
      table?.TableStatus,
      ...(table?.GlobalSecondaryIndexes ?? []).map((one) => one.IndexStatus),
    ];
    const pending = states.find((state) => state !== undefined && state !== 'ACTIVE');
    if (pending === undefined) return table;
    if (performance.now() > deadline) throw new Error(`table ${name} is ${pending} for a minute`);
    await delay(LOOK_EVERY_MS);
  }
}
