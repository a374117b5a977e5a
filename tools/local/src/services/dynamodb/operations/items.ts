import * as z from 'zod';
import type { Account } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import type { Json } from '../engine/dialect.ts';
import { changeOutput } from '../engine/engine.ts';
import { tableNamed } from '../engine-names.ts';
import { checkBatchReads, checkBatchWrites } from '../expressions/check-batch.ts';
import { checkExpressions, checkPart, keySchemaOf } from '../expressions/check-expressions.ts';
import { partitionFirst } from '../expressions/key-condition.ts';
import { placeholdersOf } from '../expressions/placeholders.ts';
import { projectedNames } from '../expressions/projection-paths.ts';
import * as members from '../input.ts';
import { type TableOperation, tableOperation, type Tables } from '../input.ts';

const onTable = tableOperation(members.tableMembers, ({ account, engine }, input, request) => {
  checkExpressions(input);
  return engine.ask(request, byName(account, input));
});
const query = tableOperation(members.indexMembers, async ({ account, engine }, input, request) => {
  const named = byName(account, input);
  const table = await engine.ask(request, { TableName: named['TableName'] }, 'DescribeTable');
  const key =
    table.status === 200 ? keySchemaOf(JSON.parse(table.body.toString()), input.IndexName) : undefined;
  checkExpressions(input, key);
  const condition = members.text.safeParse(input['KeyConditionExpression']).data;
  if (condition === undefined) return engine.ask(request, named);
  const KeyConditionExpression = partitionFirst(condition, placeholdersOf(input), key);
  return engine.ask(request, { ...named, KeyConditionExpression });
});
const scan = tableOperation(members.indexMembers, ({ account, engine }, input, request) => {
  checkExpressions(input);
  return engine.ask(request, byName(account, input));
});
const onTables = (check: (tables: Json) => void) =>
  tableOperation(members.batchMembers, ({ account, engine }, input, request) => {
    check(input.RequestItems);
    return engine.ask(request, { ...input, RequestItems: tablesByName(account, input.RequestItems) });
  });

/** The engine would do all kinds of an item: it gets the one that was asked for. */
const onItems = (
  { account, engine }: Tables,
  { TransactItems, ...input }: members.TransactInput,
  request: ServiceRequest,
) => {
  for (const { kind, part } of TransactItems) checkPart(part, kind);
  const items = TransactItems.map(({ kind, part }) => ({ [kind]: byName(account, part) }));
  return engine.ask(request, { ...input, TransactItems: items });
};

/** The operations on items. */
export const ITEM_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  GetItem: onTable,
  PutItem: onTable,
  UpdateItem: onTable,
  DeleteItem: onTable,
  Query: query,
  Scan: scan,
  BatchGetItem: onTables(checkBatchReads),
  BatchWriteItem: onTables(checkBatchWrites),
  TransactGetItems: tableOperation(members.transactGetMembers, async (tables, input, request) =>
    changeOutput(await onItems(tables, input, request), (output) => withoutKeys(input, output)),
  ),
  TransactWriteItems: tableOperation(members.transactWriteMembers, onItems),
};

const projected = z.looseObject({ Key: z.record(z.string(), z.unknown()), ProjectionExpression: z.string() });
const got = z.looseObject({
  Responses: z.array(z.looseObject({ Item: z.record(z.string(), z.unknown()).optional() })),
});

/** The engine answers the key of a projected item whether it was asked for or not. */
function withoutKeys({ TransactItems }: members.TransactInput, output: unknown): object {
  const { Responses, ...rest } = got.parse(output);
  return {
    ...rest,
    Responses: Responses.map(({ Item, ...response }, index) => {
      const part = projected.safeParse(TransactItems[index]?.part).data;
      if (Item === undefined || part === undefined) return { ...response, Item };
      const names = projectedNames(part.ProjectionExpression, placeholdersOf(part));
      const kept = Object.entries(Item).filter(([name]) => names.has(name) || !(name in part.Key));
      return { ...response, Item: Object.fromEntries(kept) };
    }),
  };
}

/** AWS takes a table's ARN wherever it takes its name; the engine knows names only. */
function byName<Input extends { TableName?: string | undefined }>(account: Account, input: Input): Json {
  const { TableName } = input;
  return TableName === undefined ? input : { ...input, TableName: tableNamed(account, TableName) };
}

function tablesByName(account: Account, tables: Json): Json {
  const named = Object.entries(tables).map(([table, value]): [string, unknown] => [
    tableNamed(account, table),
    value,
  ]);
  if (new Set(named.map(([name]) => name)).size < named.length)
    throw new ApiError('ValidationException', 'RequestItems names a table twice, by its name and by its ARN');
  return Object.fromEntries(named);
}
