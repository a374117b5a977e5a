import { only, type ParameterTable, refused, supported } from '../../gateway/parameters.ts';

const ON_TABLE = supported('TableName');
const COUNTED = supported('ReturnConsumedCapacity');
const COLLECTED = supported('ReturnItemCollectionMetrics');
const NAMES = supported('ExpressionAttributeNames');
const NAMES_AND_VALUES = { ...NAMES, ...supported('ExpressionAttributeValues') };
const IF = {
  ...supported('ConditionExpression', 'ReturnValuesOnConditionCheckFailure'),
  ...NAMES_AND_VALUES,
};
const COMPARED = { '*': supported('ComparisonOperator', 'AttributeValueList') };
const WRITE = {
  ...ON_TABLE,
  ...IF,
  ...COUNTED,
  ...COLLECTED,
  ...supported('ReturnValues', 'ConditionalOperator'),
  Expected: { '*': supported('Value', 'Exists', 'ComparisonOperator', 'AttributeValueList') },
};
const READ = { ...supported('AttributesToGet', 'ConsistentRead', 'ProjectionExpression'), ...NAMES };
const SEARCH = {
  ...ON_TABLE,
  ...READ,
  ...COUNTED,
  ...NAMES_AND_VALUES,
  ...supported(
    'IndexName',
    'Select',
    'Limit',
    'ConditionalOperator',
    'ExclusiveStartKey',
    'FilterExpression',
  ),
};

/** Capacity that is set apart: the engine has as much as it gets. */
const CAPACITY_SET_APART = refused('WarmThroughput', 'OnDemandThroughput');
const THROUGHPUT = { ProvisionedThroughput: supported('ReadCapacityUnits', 'WriteCapacityUnits') };
const KEY_SCHEMA = { KeySchema: supported('AttributeName', 'KeyType') };
const LOCAL_INDEX = {
  ...supported('IndexName'),
  ...KEY_SCHEMA,
  Projection: supported('ProjectionType', 'NonKeyAttributes'),
};
const INDEX = { ...LOCAL_INDEX, ...THROUGHPUT, ...CAPACITY_SET_APART };
/** Beside that, keys of other services, and tables in other regions or accounts, are refused. */
const TABLE = {
  ...ON_TABLE,
  ...THROUGHPUT,
  ...CAPACITY_SET_APART,
  ...supported('BillingMode', 'TableClass', 'DeletionProtectionEnabled'),
  ...refused('SSESpecification', 'GlobalTableSettingsReplicationMode'),
  AttributeDefinitions: supported('AttributeName', 'AttributeType'),
  StreamSpecification: supported('StreamEnabled', 'StreamViewType'),
};
const TAGS = { Tags: supported('Key', 'Value') };

/** What the stack does with each parameter of DynamoDB and its streams. */
export const PARAMETERS: ParameterTable = {
  GetItem: { ...ON_TABLE, ...supported('Key'), ...READ, ...COUNTED },
  PutItem: { ...WRITE, ...supported('Item') },
  UpdateItem: {
    ...WRITE,
    ...supported('Key', 'UpdateExpression'),
    AttributeUpdates: { '*': supported('Value', 'Action') },
  },
  DeleteItem: { ...WRITE, ...supported('Key') },
  Query: {
    ...SEARCH,
    ...supported('KeyConditionExpression', 'ScanIndexForward'),
    KeyConditions: COMPARED,
    QueryFilter: COMPARED,
  },
  Scan: { ...SEARCH, ...supported('TotalSegments', 'Segment'), ScanFilter: COMPARED },
  BatchGetItem: { ...COUNTED, RequestItems: { '*': { ...READ, ...supported('Keys') } } },
  BatchWriteItem: {
    ...COUNTED,
    ...COLLECTED,
    RequestItems: { '*': { PutRequest: supported('Item'), DeleteRequest: supported('Key') } },
  },
  TransactGetItems: {
    ...COUNTED,
    TransactItems: { Get: { ...ON_TABLE, ...NAMES, ...supported('Key', 'ProjectionExpression') } },
  },
  TransactWriteItems: {
    ...COUNTED,
    ...supported('ClientRequestToken'),
    ...only(['NONE'], 'ReturnItemCollectionMetrics'),
    TransactItems: {
      ConditionCheck: { ...ON_TABLE, ...IF, ...supported('Key') },
      Put: { ...ON_TABLE, ...IF, ...supported('Item') },
      Delete: { ...ON_TABLE, ...IF, ...supported('Key') },
      Update: { ...ON_TABLE, ...IF, ...supported('Key', 'UpdateExpression') },
    },
  },
  CreateTable: {
    ...TABLE,
    ...KEY_SCHEMA,
    ...TAGS,
    ...refused('ResourcePolicy', 'GlobalTableSourceArn', 'VectorIndexes'),
    LocalSecondaryIndexes: LOCAL_INDEX,
    GlobalSecondaryIndexes: INDEX,
  },
  UpdateTable: {
    ...TABLE,
    ...refused('ReplicaUpdates', 'MultiRegionConsistency', 'GlobalTableWitnessUpdates'),
    ...refused('DisassociationProtectionEnabled', 'VectorIndexUpdates'),
    // An update changes the capacity of an index.
    GlobalSecondaryIndexUpdates: {
      ...refused('Update'),
      Create: INDEX,
      Delete: supported('IndexName'),
    },
  },
  DeleteTable: ON_TABLE,
  DescribeTable: ON_TABLE,
  ListTables: supported('ExclusiveStartTableName', 'Limit'),
  DescribeTimeToLive: ON_TABLE,
  UpdateTimeToLive: { ...ON_TABLE, TimeToLiveSpecification: supported('AttributeName', 'Enabled') },
  TagResource: { ...supported('ResourceArn'), ...TAGS },
  UntagResource: supported('ResourceArn', 'TagKeys'),
  // All tags fit into one page, whose answer has no token.
  ListTagsOfResource: { ...supported('ResourceArn'), ...refused('NextToken') },
  DescribeContinuousBackups: ON_TABLE,
  ListStreams: supported('TableName', 'Limit', 'ExclusiveStartStreamArn'),
  DescribeStream: { ...supported('StreamArn', 'Limit', 'ExclusiveStartShardId'), ...refused('ShardFilter') },
  GetShardIterator: supported('StreamArn', 'ShardId', 'ShardIteratorType', 'SequenceNumber'),
  GetRecords: supported('ShardIterator', 'Limit'),
};
