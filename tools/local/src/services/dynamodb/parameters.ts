import { ApiError } from '../../gateway/api-error.ts';

const COUNTED = ['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];
const NAMES = ['ExpressionAttributeNames'];
const NAMES_AND_VALUES = [...NAMES, 'ExpressionAttributeValues'];
const CONDITION = [
  ...['Expected', 'ConditionalOperator', 'ConditionExpression', 'ReturnValues'],
  ...['ReturnValuesOnConditionCheckFailure', ...NAMES_AND_VALUES, ...COUNTED],
];
const READ = ['AttributesToGet', 'ConsistentRead', 'ReturnConsumedCapacity', 'ProjectionExpression'];
const SEARCH = [
  ...['TableName', 'IndexName', 'Select', 'Limit', 'ConditionalOperator', 'ExclusiveStartKey'],
  ...['FilterExpression', ...READ, ...NAMES_AND_VALUES],
];
const TABLE = [
  ...['TableName', 'AttributeDefinitions', 'BillingMode', 'ProvisionedThroughput', 'StreamSpecification'],
  ...['TableClass', 'DeletionProtectionEnabled'],
];
/** Keys of other services, capacity that is set apart, and tables in other regions or accounts. */
const TABLE_REFUSED = [
  'SSESpecification',
  'WarmThroughput',
  'OnDemandThroughput',
  'GlobalTableSettingsReplicationMode',
];

type Parameters = { kept: readonly string[]; refused?: readonly string[] };

/** Every parameter of each operation: what is kept, and what is refused by its name. */
export const PARAMETERS: Readonly<Record<string, Parameters>> = {
  GetItem: { kept: ['TableName', 'Key', ...READ, ...NAMES] },
  PutItem: { kept: ['TableName', 'Item', ...CONDITION] },
  UpdateItem: { kept: ['TableName', 'Key', 'AttributeUpdates', 'UpdateExpression', ...CONDITION] },
  DeleteItem: { kept: ['TableName', 'Key', ...CONDITION] },
  Query: { kept: [...SEARCH, 'KeyConditions', 'KeyConditionExpression', 'QueryFilter', 'ScanIndexForward'] },
  Scan: { kept: [...SEARCH, 'ScanFilter', 'TotalSegments', 'Segment'] },
  BatchGetItem: { kept: ['RequestItems', 'ReturnConsumedCapacity'] },
  BatchWriteItem: { kept: ['RequestItems', ...COUNTED] },
  TransactGetItems: { kept: ['TransactItems', 'ReturnConsumedCapacity'] },
  TransactWriteItems: { kept: ['TransactItems', 'ClientRequestToken', ...COUNTED] },
  CreateTable: {
    kept: [...TABLE, 'KeySchema', 'LocalSecondaryIndexes', 'GlobalSecondaryIndexes', 'Tags'],
    refused: [...TABLE_REFUSED, 'ResourcePolicy', 'GlobalTableSourceArn', 'VectorIndexes'],
  },
  UpdateTable: {
    kept: [...TABLE, 'GlobalSecondaryIndexUpdates'],
    refused: [
      ...TABLE_REFUSED,
      ...['ReplicaUpdates', 'MultiRegionConsistency', 'GlobalTableWitnessUpdates'],
      ...['DisassociationProtectionEnabled', 'VectorIndexUpdates'],
    ],
  },
  DeleteTable: { kept: ['TableName'] },
  DescribeTable: { kept: ['TableName'] },
  ListTables: { kept: ['ExclusiveStartTableName', 'Limit'] },
  DescribeTimeToLive: { kept: ['TableName'] },
  UpdateTimeToLive: { kept: ['TableName', 'TimeToLiveSpecification'] },
  TagResource: { kept: ['ResourceArn', 'Tags'] },
  UntagResource: { kept: ['ResourceArn', 'TagKeys'] },
  ListTagsOfResource: { kept: ['ResourceArn', 'NextToken'] },
  DescribeContinuousBackups: { kept: ['TableName'] },
  ListStreams: { kept: ['TableName', 'Limit', 'ExclusiveStartStreamArn'] },
  DescribeStream: {
    kept: ['StreamArn', 'Limit', 'ExclusiveStartShardId'],
    refused: ['ShardFilter'],
  },
  GetShardIterator: { kept: ['StreamArn', 'ShardId', 'ShardIteratorType', 'SequenceNumber'] },
  GetRecords: { kept: ['ShardIterator', 'Limit'] },
};

/** Throws a ValidationException that names a parameter whose rule the stack would not keep. */
export function refuseParameters(operation: string, body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const given = Object.entries(body).flatMap(([name, value]) => (value == null ? [] : [name]));
  const refused = given.find((name) => PARAMETERS[operation]?.refused?.includes(name));
  if (refused === undefined) return;
  const message = `The local stack does not support the parameter ${refused} of ${operation}`;
  throw new ApiError('ValidationException', message);
}
