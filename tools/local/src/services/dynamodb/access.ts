import type { Access } from '../../gateway/service.ts';
import type { Account } from '../../arn.ts';
import { tableArn, tableNameOf } from './engine-names.ts';
import { type Input, inputSchema, TRANSACT_PARTS, type TransactItem } from './input.ts';
import { streamArnOfIterator } from './shard-iterator.ts';

/**
 * What IAM must allow for an operation. Transactions need the actions of their parts, and a query of an index needs
 * the index. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function accessOf(account: Account, operation: string, body: unknown): Access[] {
  const input = inputSchema.safeParse(body).data;
  // The operation itself refuses what it does not take.
  if (input === undefined) return [];
  const action = `dynamodb:${operation}`;
  const arn = (table: string) => tableArn(account, tableNameOf(account, table));
  if (operation === 'ListTables' || operation === 'ListStreams') return [{ action, resource: '*' }];
  if (input.TransactItems !== undefined)
    return input.TransactItems.flatMap((item) => transactAccess(arn, item));
  if (input.RequestItems !== undefined) {
    return Object.keys(input.RequestItems).map((table) => ({ action, resource: arn(table) }));
  }
  const resource = resourceOf(input, arn);
  if (resource === undefined) return [];
  const tagging =
    operation === 'CreateTable' && input.Tags?.length ? [{ action: 'dynamodb:TagResource', resource }] : [];
  return [{ action, resource }, ...tagging];
}

function transactAccess(arn: (table: string) => string, item: TransactItem): Access[] {
  return TRANSACT_PARTS.flatMap((part) => {
    const table = item[part]?.TableName;
    return table === undefined ? [] : [{ action: `dynamodb:${part}Item`, resource: arn(table) }];
  });
}

function resourceOf(input: Input, arn: (table: string) => string): string | undefined {
  const { TableName, IndexName, ShardIterator } = input;
  if (ShardIterator !== undefined) return streamArnOfIterator(ShardIterator);
  if (TableName !== undefined)
    return IndexName === undefined ? arn(TableName) : `${arn(TableName)}/index/${IndexName}`;
  return input.StreamArn ?? input.ResourceArn;
}
