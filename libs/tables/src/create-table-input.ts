import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition, TableKey } from './define-table.ts';

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
