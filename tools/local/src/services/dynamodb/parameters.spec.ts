import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { type DynamodbStack, startDynamodbStack } from './dynamodb-stack.fixture.ts';
import { PARAMETERS } from './parameters.ts';
import { dynamodbService } from './part.ts';

let stack: DynamodbStack;
beforeAll(async () => void (stack = await startDynamodbStack()));
afterAll(() => stack.stop());

const service = dynamodbService({ region: 'eu-west-1', accountId: '111122223333' }, 'http://127.0.0.1:1');

const ON_TABLE = { TableName: 'none' };
const VALUE = { S: 'a' };
const KEY = { Key: { p: VALUE } };
const COUNTED = { ReturnConsumedCapacity: 'NONE' };
const COLLECTED = { ReturnItemCollectionMetrics: 'NONE' };
const NAMES = { ExpressionAttributeNames: { '#p': 'p' } };
const VALUES = { ExpressionAttributeValues: { ':p': VALUE } };
const IF = {
  ...{ ...NAMES, ...VALUES, ConditionExpression: '#p = :p', ReturnValuesOnConditionCheckFailure: 'NONE' },
};
const COMPARED = { p: { ComparisonOperator: 'EQ', AttributeValueList: [VALUE] } };
const WRITE = {
  ...{ ...ON_TABLE, ...IF, ...COUNTED, ...COLLECTED, ReturnValues: 'NONE', ConditionalOperator: 'AND' },
  Expected: { p: { Value: VALUE, Exists: true, ...COMPARED.p } },
};
const READ = { ...NAMES, AttributesToGet: ['p'], ConsistentRead: true, ProjectionExpression: '#p' };
const SEARCH = {
  ...{ ...ON_TABLE, ...READ, ...COUNTED, ...VALUES, IndexName: 'i', Select: 'COUNT', Limit: 1 },
  ...{ ConditionalOperator: 'AND', ExclusiveStartKey: KEY.Key, FilterExpression: '#p = :p' },
};
const THROUGHPUT = { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } };
const KEY_SCHEMA = { KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }] };
const LOCAL_INDEX = {
  ...{ ...KEY_SCHEMA, IndexName: 'i', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] } },
};
const INDEX = { ...LOCAL_INDEX, ...THROUGHPUT };
/** With both ways to pay for it, which makes no table. */
const TABLE = {
  ...{ ...ON_TABLE, ...THROUGHPUT, BillingMode: 'PAY_PER_REQUEST', TableClass: 'STANDARD' },
  ...{
    DeletionProtectionEnabled: false,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  },
  AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
};
const TAGS = { Tags: [{ Key: 'a', Value: 'b' }] };
const ARN = { ResourceArn: 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/none' };
const STREAM = { StreamArn: `${ARN.ResourceArn}/stream/2026-01-01T00:00:00.000` };

describeParameters({
  service: 'DynamoDB',
  clients: [{ ...dynamodb }, { ...streams }],
  operations: service.operations,
  table: PARAMETERS,
  whole: ['AttributeValue'],
  samples: {
    GetItem: { ...ON_TABLE, ...KEY, ...READ, ...COUNTED },
    PutItem: { ...WRITE, Item: KEY.Key },
    UpdateItem: {
      ...{ ...WRITE, ...KEY, UpdateExpression: 'SET #p = :p' },
      AttributeUpdates: { a: { Value: VALUE, Action: 'PUT' } },
    },
    DeleteItem: { ...WRITE, ...KEY },
    Query: {
      ...{ ...SEARCH, KeyConditionExpression: '#p = :p', ScanIndexForward: true },
      ...{ KeyConditions: COMPARED, QueryFilter: COMPARED },
    },
    Scan: { ...SEARCH, TotalSegments: 1, Segment: 0, ScanFilter: COMPARED },
    BatchGetItem: { ...COUNTED, RequestItems: { none: { ...READ, Keys: [KEY.Key] } } },
    BatchWriteItem: {
      ...{ ...COUNTED, ...COLLECTED },
      RequestItems: { none: [{ PutRequest: { Item: KEY.Key } }, { DeleteRequest: KEY }] },
    },
    TransactGetItems: {
      ...COUNTED,
      TransactItems: [{ Get: { ...ON_TABLE, ...KEY, ...NAMES, ProjectionExpression: '#p' } }],
    },
    TransactWriteItems: {
      ...{ ...COUNTED, ...COLLECTED, ClientRequestToken: 'once' },
      TransactItems: [
        { ConditionCheck: { ...ON_TABLE, ...IF, ...KEY } },
        { Put: { ...ON_TABLE, ...IF, Item: KEY.Key } },
        { Delete: { ...ON_TABLE, ...IF, ...KEY } },
        { Update: { ...ON_TABLE, ...IF, ...KEY, UpdateExpression: 'SET a = :p' } },
      ],
    },
    CreateTable: {
      ...{ ...TABLE, ...KEY_SCHEMA, ...TAGS },
      ...{ LocalSecondaryIndexes: [LOCAL_INDEX], GlobalSecondaryIndexes: [INDEX] },
    },
    UpdateTable: {
      ...TABLE,
      GlobalSecondaryIndexUpdates: [{ Create: INDEX }, { Delete: { IndexName: 'i' } }],
    },
    DeleteTable: ON_TABLE,
    DescribeTable: ON_TABLE,
    ListTables: { ExclusiveStartTableName: 'a', Limit: 1 },
    DescribeTimeToLive: ON_TABLE,
    UpdateTimeToLive: { ...ON_TABLE, TimeToLiveSpecification: { AttributeName: 'a', Enabled: true } },
    TagResource: { ...ARN, ...TAGS },
    UntagResource: { ...ARN, TagKeys: ['a'] },
    ListTagsOfResource: ARN,
    DescribeContinuousBackups: ON_TABLE,
    ListStreams: { ...ON_TABLE, Limit: 1, ExclusiveStartStreamArn: STREAM.StreamArn },
    DescribeStream: { ...STREAM, Limit: 1, ExclusiveStartShardId: 'a' },
    GetShardIterator: { ...STREAM, ShardId: 'a', ShardIteratorType: 'LATEST', SequenceNumber: '1' },
    GetRecords: { ShardIterator: 'a', Limit: 1 },
  },
  refusal: '#ValidationException',
  call: callsJson(
    service,
    () => stack.gateway.url,
    (operation) => `${`${operation}$` in dynamodb ? 'DynamoDB' : 'DynamoDBStreams'}_20120810`,
  ),
});

it('a table that is refused for its parameters is not made', async () => {
  const { TableNames } = await stack.dynamodb.send(new dynamodb.ListTablesCommand({}));
  expect(TableNames).toEqual([]);
});
