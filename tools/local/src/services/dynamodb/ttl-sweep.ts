import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  paginateListTables,
  paginateScan,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../clock.ts';

/** AWS leaves an item whose expiry is more than five years ago: such a number is likely no time at all. */
const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;

type Expiry = { table: string; attribute: string; keys: readonly string[] };

/**
 * Deletes expired items of tables with a time to live every `everySeconds` of the clock, until the signal aborts.
 * A round that fails is told to `onError`, and the next one runs.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export async function runTtlSweep(options: {
  client: DynamoDBClient;
  /** The tables to look at; all by default. */
  tables?: () => Iterable<string>;
  clock: Clock;
  everySeconds: number;
  signal: AbortSignal;
  onError: (error: unknown) => void;
}): Promise<void> {
  const { client, tables, clock, everySeconds, signal, onError } = options;
  while (!signal.aborted) {
    const swept = sweepExpired({ client, clock, signal, ...(tables && { tables: tables() }) });
    await swept.catch((error: unknown) => {
      if (!signal.aborted) onError(error);
    });
    await clock.sleep(everySeconds * 1000, signal).catch(() => undefined);
  }
}

/** One round; answers how many items it deleted. */
export async function sweepExpired(round: {
  client: DynamoDBClient;
  tables?: Iterable<string>;
  clock: Clock;
  signal?: AbortSignal;
}): Promise<number> {
  const { client, tables = allTables(client), clock, signal } = round;
  let deleted = 0;
  for await (const table of tables) {
    signal?.throwIfAborted();
    const expiry = await expiryOf(client, table);
    if (expiry !== undefined)
      deleted += await sweepTable(client, expiry, Math.floor(clock.now() / 1000), signal);
  }
  return deleted;
}

async function* allTables(client: DynamoDBClient): AsyncIterable<string> {
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) yield* TableNames;
}

async function expiryOf(client: DynamoDBClient, table: string): Promise<Expiry | undefined> {
  try {
    const { TimeToLiveDescription: expiry } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: table }),
    );
    if (expiry?.TimeToLiveStatus !== 'ENABLED' || expiry.AttributeName === undefined) return undefined;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    const keys = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
    return { table, attribute: expiry.AttributeName, keys };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function sweepTable(
  client: DynamoDBClient,
  expiry: Expiry,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const { table, attribute, keys } = expiry;
  const expired = {
    TableName: table,
    ExpressionAttributeValues: {
      ':now': { N: String(now) },
      ':oldest': { N: String(now - FIVE_YEARS_SECONDS) },
      ':number': { S: 'N' },
    },
  };
  const condition = 'attribute_type(#expiry, :number) AND #expiry < :now AND #expiry > :oldest';
  const keyNames = Object.fromEntries(keys.map((key, index) => [`#key${index}`, key]));
  const pages = paginateScan(
    { client },
    {
      ...expired,
      FilterExpression: condition,
      ProjectionExpression: Object.keys(keyNames).join(', '),
      ExpressionAttributeNames: { '#expiry': attribute, ...keyNames },
    },
  );
  let deleted = 0;
  for await (const { Items = [] } of pages) {
    for (const Key of Items) {
      signal?.throwIfAborted();
      const names = { ExpressionAttributeNames: { '#expiry': attribute } };
      const command = new DeleteItemCommand({ ...expired, ...names, Key, ConditionExpression: condition });
      // An item that was renewed since the scan stays.
      deleted += await client.send(command).then(() => 1, ignoreRenewed);
    }
  }
  return deleted;
}

function ignoreRenewed(error: unknown): number {
  if (error instanceof ConditionalCheckFailedException) return 0;
  throw error;
}
