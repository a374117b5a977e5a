import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import type { Account } from '../../arn.ts';
import type { ServiceRequest } from '../../gateway/service.ts';
import { streamOf, tableArn, tableNamed, taggedTable } from './engine-names.ts';
import * as members from './input.ts';
import type { Tables } from './input.ts';
import { readIterator } from './shard-iterator.ts';

/** A resource that is not named; the operation itself refuses the input to a caller that may do it on every one. */
const ANY = '*';

const need = ({ operation }: ServiceRequest, resource = ANY) => ({
  action: `dynamodb:${operation}`,
  resource,
});

function arnOfTable(account: Account, nameOrArn: string | undefined): string | undefined {
  return nameOrArn === undefined ? undefined : tableArn(account, tableNamed(account, nameOrArn));
}

const onAll = accessRule(members.noMembers, (_: Tables, _input, request) => [need(request)]);

const onTable = accessRule(members.tableMembers, ({ account }: Tables, { TableName }, request) => [
  need(request, arnOfTable(account, TableName)),
]);

/** A query of an index needs the index alone. */
const onIndex = accessRule(members.indexMembers, ({ account }: Tables, { TableName, IndexName }, request) => {
  const table = arnOfTable(account, TableName);
  if (table === undefined || IndexName === undefined) return [need(request, table)];
  return [need(request, `${table}/index/${IndexName}`)];
});

const onNewTable = accessRule(
  members.newTableMembers,
  ({ account }: Tables, { TableName, Tags = [] }, request) => {
    const created = need(request, arnOfTable(account, TableName));
    return Tags.length > 0 ? [created, { ...created, action: 'dynamodb:TagResource' }] : [created];
  },
);

const onTables = accessRule(members.batchMembers, ({ account }: Tables, { RequestItems }, request) =>
  Object.keys(RequestItems).map((table) => need(request, arnOfTable(account, table))),
);

/** A transaction needs the action of each of its items, and none of its own. */
const onItems = ({ account }: Tables, { TransactItems }: members.TransactInput, request: ServiceRequest) =>
  TransactItems.map(({ kind, part: { TableName } }) =>
    need({ ...request, operation: `${kind}Item` }, arnOfTable(account, TableName)),
  );

const onTaggedTable = accessRule(members.taggedMembers, ({ account }: Tables, { ResourceArn }, request) => [
  need(request, ResourceArn && tableArn(account, taggedTable(account, ResourceArn))),
]);

const onStream = accessRule(members.streamMembers, ({ account }: Tables, { StreamArn = '' }, request) => {
  return [need(request, streamOf(account, StreamArn) && StreamArn)];
});

const onIterator = accessRule(members.iteratorMembers, (_: Tables, { ShardIterator = '' }, request) => [
  need(request, readIterator(ShardIterator)?.streamArn),
]);

/**
 * What IAM must allow for each operation, from the members that the operation itself reads.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export const ACCESS: AccessRules<Tables> = {
  CreateTable: onNewTable,
  DeleteTable: onTable,
  DescribeTable: onTable,
  UpdateTable: onTable,
  ListTables: onAll,
  DescribeTimeToLive: onTable,
  UpdateTimeToLive: onTable,
  DescribeContinuousBackups: onTable,
  TagResource: onTaggedTable,
  UntagResource: onTaggedTable,
  ListTagsOfResource: onTaggedTable,
  GetItem: onTable,
  PutItem: onTable,
  UpdateItem: onTable,
  DeleteItem: onTable,
  Query: onIndex,
  Scan: onIndex,
  BatchGetItem: onTables,
  BatchWriteItem: onTables,
  TransactGetItems: accessRule(members.transactGetMembers, onItems),
  TransactWriteItems: accessRule(members.transactWriteMembers, onItems),
  ListStreams: onAll,
  DescribeStream: onStream,
  GetShardIterator: onStream,
  GetRecords: onIterator,
};
