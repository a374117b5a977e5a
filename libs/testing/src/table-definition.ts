import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
} from '@aws-sdk/client-dynamodb';

/** An attribute of a key: text (`S`), a number (`N`) or bytes (`B`). */
export type KeyAttribute = { name: string; type: 'S' | 'N' | 'B' };
export type TableKey = { partition: KeyAttribute; sort?: KeyAttribute };

/** What a table is, apart from its items. The deployed stacks, specs and benchmarks create it from here. */
export type TableDefinition = {
  /** The deployed name. A function reads it from its environment; specs and benchmarks create names of their own. */
  name: string;
  key: TableKey;
  /** Global secondary indexes by name; each holds all attributes of its items. */
  indexes?: Readonly<Record<string, TableKey>>;
  /** The attribute with the time to live: DynamoDB removes the item after this second since the epoch. */
  expires?: string;
  stream?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
};

/** The input of `CreateTable` that makes the table with its indexes and its stream. `UpdateTimeToLive` is a call of its own. */
export function createTableInput(
  { name, key, indexes = {}, stream }: TableDefinition,
  tableName = name,
): CreateTableCommandInput {
  const GlobalSecondaryIndexes = Object.entries(indexes).map(
    ([IndexName, indexKey]): GlobalSecondaryIndex => ({
      IndexName,
      KeySchema: keySchema(indexKey),
      Projection: { ProjectionType: 'ALL' },
    }),
  );
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(key),
    AttributeDefinitions: attributeDefinitions([key, ...Object.values(indexes)]),
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } }),
  };
}

function keySchema({ partition, sort }: TableKey): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: partition.name, KeyType: 'HASH' };
  return sort ? [hash, { AttributeName: sort.name, KeyType: 'RANGE' }] : [hash];
}

/** One entry per attribute, however many keys use it. */
function attributeDefinitions(keys: readonly TableKey[]): AttributeDefinition[] {
  const attributes = keys.flatMap(({ partition, sort }) => (sort ? [partition, sort] : [partition]));
  const types = new Map(attributes.map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}
