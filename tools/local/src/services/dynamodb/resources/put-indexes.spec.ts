import { DescribeTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startDynoxide } from '@hanok/engines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { type Json, template } from '../../../template/template.ts';
import { recordingParts } from '../../../stack/recording-parts.fixture.ts';

type Attribute = [name: string, type: string];
type Index = { name: string; key: Attribute[]; projection?: Json };

const FREE: Index = { name: 'Free', key: [['Face', 'S']] };
const TAKEN: Index = {
  name: 'Taken',
  key: [
    ['Busy', 'S'],
    ['LeaseEnds', 'N'],
  ],
};

const keySchema = (key: readonly Attribute[]) =>
  key.map(([AttributeName], place) => ({ AttributeName, KeyType: place === 0 ? 'HASH' : 'RANGE' }));

/** A stack of one table with these indexes. */
function fleet(indexes: readonly Index[]) {
  const attributes: Attribute[] = [['Id', 'S'], ...indexes.flatMap(({ key }) => key)];
  const Properties: Record<string, Json> = {
    TableName: 'Fleet',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema([['Id', 'S']]),
    AttributeDefinitions: attributes.map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    GlobalSecondaryIndexes: indexes.map(({ name, key, projection = { ProjectionType: 'ALL' } }) => ({
      IndexName: name,
      KeySchema: keySchema(key),
      Projection: projection,
    })),
  };
  const Resources = { Fleet: { Type: 'AWS::DynamoDB::Table', Properties } };
  return { name: 'Ride', template: template.parse({ Resources }), assets: new Map<string, string>() };
}

describe('the global secondary indexes of a table', () => {
  let dynamodb: DynamoDBClient;
  const place = { region: 'us-east-1', accountId: '000000000000', gatewayUrl: 'http://127.0.0.1:9' };
  const sqs = new SQSClient(clientSettings('http://127.0.0.1:9'));
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const engine = await startDynoxide();
    dynamodb = new DynamoDBClient(clientSettings(engine.endpoint));
    stop = () => engine.stop();
  });
  afterAll(async () => {
    dynamodb.destroy();
    sqs.destroy();
    await stop();
  });

  async function deploy(...indexes: Index[]) {
    await recordingParts({ ...place, dynamodb, sqs }).deploy([fleet(indexes)]);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'Fleet' }));
    const existing = Table?.GlobalSecondaryIndexes ?? [];
    return existing.map(({ IndexName, Projection }) => `${IndexName} ${Projection?.ProjectionType}`).sort();
  }

  async function free() {
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName: 'Fleet',
        IndexName: 'Free',
        KeyConditionExpression: 'Face = :face',
        ExpressionAttributeValues: { ':face': { S: 'f' } },
      }),
    );
    return Items;
  }

  it('are made with the table, and hold the items that have their key', async () => {
    expect(await deploy(FREE, TAKEN)).toEqual(['Free ALL', 'Taken ALL']);
    const Item = { Id: { S: '1' }, Face: { S: 'f' }, Color: { S: 'White' } };
    await dynamodb.send(new PutItemCommand({ TableName: 'Fleet', Item }));
    await dynamodb.send(new PutItemCommand({ TableName: 'Fleet', Item: { Id: { S: '2' } } }));
    expect(await free()).toEqual([Item]);
  });

  it('stay as they are when the template does, and come and go with it, the items staying', async () => {
    expect(await deploy(FREE, TAKEN)).toEqual(['Free ALL', 'Taken ALL']);
    expect(await deploy(TAKEN)).toEqual(['Taken ALL']);
    expect(await deploy()).toEqual([]);
    expect(await deploy(FREE)).toEqual(['Free ALL']);
    expect(await free()).toHaveLength(1);
  });

  it('are made anew with another projection', async () => {
    const keysOnly = { ...FREE, projection: { ProjectionType: 'KEYS_ONLY' } };
    expect(await deploy(keysOnly)).toEqual(['Free KEYS_ONLY']);
    expect(await free()).toEqual([{ Id: { S: '1' }, Face: { S: 'f' } }]);
  });
});
