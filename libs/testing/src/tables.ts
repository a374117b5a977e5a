import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { createTableInput, type Item, type TableDefinition } from '@hanok/tables';
import { clientSettings, endpointVariables } from './client-settings.ts';
import { readStream } from './read-stream.ts';

export type Tables = Awaited<ReturnType<typeof startTables>>;

/**
 * A DynamoDB-compatible engine of its own with these tables under their deployed names: in memory, or on disk in a
 * folder that ends with it. Start it once per spec file; `fresh()` gives a test empty tables on it. Stop it in
 * `afterAll`.
 */
export async function startTables(
  definitions: readonly TableDefinition[],
  { onDisk = false }: { onDisk?: boolean } = {},
) {
  const folder = onDisk ? await mkdtemp(join(tmpdir(), 'hanok-tables-')) : undefined;
  const engine = await startDynoxide(folder === undefined ? {} : { file: join(folder, 'tables.db') });
  const { endpoint } = engine;
  const client = new DynamoDBClient(clientSettings(endpoint));
  const clients = [client];
  let made = 0;
  const stop = async () => {
    for (const each of clients) each.destroy();
    await engine.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  };
  return {
    endpoint,
    /** The environment in which a function finds the engine. */
    variables: endpointVariables({ DYNAMODB: endpoint }),
    /** Another client of the engine, such as one that does not retry. */
    connect: (config: DynamoDBClientConfig = {}) => {
      const other = new DynamoDBClient({ ...clientSettings(endpoint), ...config });
      clients.push(other);
      return other;
    },
    ...(await createTables(client, endpoint, definitions, (name) => name)),
    /** The same tables, empty, under new names. */
    fresh: () => {
      made += 1;
      const suffix = `-${made}`;
      return createTables(client, endpoint, definitions, (name) => name + suffix);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function createTables(
  client: DynamoDBClient,
  endpoint: string,
  definitions: readonly TableDefinition[],
  rename: (name: string) => string,
) {
  for (const definition of definitions)
    await client.send(new CreateTableCommand(createTableInput(definition, rename(definition.name))));
  const nameOf = ({ name }: TableDefinition) => rename(name);
  return {
    client,
    /** The name under which a table stands here. */
    nameOf,
    /** All items of a table. */
    items: async (definition: TableDefinition): Promise<Item[]> => {
      const pages = paginateScan({ client }, { TableName: nameOf(definition), ConsistentRead: true });
      return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
    },
    find: async (definition: TableDefinition, Key: Item): Promise<Item | undefined> => {
      const get = new GetItemCommand({ TableName: nameOf(definition), Key, ConsistentRead: true });
      return (await client.send(get)).Item;
    },
    /** What the stream of a table shows, from its first record on. */
    streamed: (definition: TableDefinition) => readStream(endpoint, nameOf(definition)),
    put: async (definition: TableDefinition, Item: Item): Promise<void> => {
      await client.send(new PutItemCommand({ TableName: nameOf(definition), Item }));
    },
  };
}
