import { DescribeTableCommand, DynamoDBClient, CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTableInput } from './create-table-input.ts';
import { defineTable } from './define-table.ts';

const PLAIN = defineTable({ name: 'Plain', key: { partition: { name: 'Id', type: 'S' } } });
const RICH = defineTable({
  name: 'Rich',
  key: { partition: { name: 'Owner', type: 'S' }, sort: { name: 'At', type: 'N' } },
  indexes: {
    ByState: { partition: { name: 'State', type: 'S' }, sort: { name: 'At', type: 'N' } },
    ByHash: { partition: { name: 'Hash', type: 'B' } },
  },
  expires: 'ExpiresAt',
  stream: 'NEW_AND_OLD_IMAGES',
});

describe('createTableInput', () => {
  let engine: Awaited<ReturnType<typeof startDynoxide>>;
  let client: DynamoDBClient;
  beforeAll(async () => {
    engine = await startDynoxide();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  });
  afterAll(async () => {
    client.destroy();
    await engine.stop();
  });

  it('says nothing of indexes and streams where a table has none', () => {
    expect(createTableInput(PLAIN)).toEqual({
      TableName: 'Plain',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
    });
  });

  it('makes a table with sort key, indexes and stream under the given name', async () => {
    await client.send(new CreateTableCommand(createTableInput(RICH, 'Another')));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Another' }));
    expect(Table?.KeySchema).toEqual([
      { AttributeName: 'Owner', KeyType: 'HASH' },
      { AttributeName: 'At', KeyType: 'RANGE' },
    ]);
    expect(
      new Map(
        Table?.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [
          AttributeName,
          AttributeType,
        ]),
      ),
    ).toEqual(
      new Map([
        ['Owner', 'S'],
        ['At', 'N'],
        ['State', 'S'],
        ['Hash', 'B'],
      ]),
    );
    expect(
      Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
    ).toEqual(
      expect.arrayContaining([
        {
          IndexName: 'ByState',
          KeySchema: [
            { AttributeName: 'State', KeyType: 'HASH' },
            { AttributeName: 'At', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'ByHash',
          KeySchema: [{ AttributeName: 'Hash', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ]),
    );
    expect(Table?.StreamSpecification).toEqual({
      StreamEnabled: true,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });
});
