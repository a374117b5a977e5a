import type { Account } from '../../../arn.ts';
import { tableNameOf } from '../engine-names.ts';
import {
  type Input,
  type TableOperation,
  tableOperation,
  TRANSACT_PARTS,
  type TransactItem,
} from '../input.ts';

/** The engine gets the bytes that came, unless they name a table by its ARN. */
const handed = tableOperation(({ account, engine }, input, request) =>
  request.body.includes('arn:aws:dynamodb:')
    ? engine.ask(request, byName(account, input))
    : engine.forward(request),
);

/** The operations on items. */
export const ITEM_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  GetItem: handed,
  PutItem: handed,
  UpdateItem: handed,
  DeleteItem: handed,
  Query: handed,
  Scan: handed,
  BatchGetItem: handed,
  BatchWriteItem: handed,
  TransactGetItems: handed,
  TransactWriteItems: handed,
};

/** AWS takes a table's ARN wherever it takes its name; the engine knows names only. */
function byName(account: Account, input: Input): Input {
  const { TableName, RequestItems, TransactItems } = input;
  return {
    ...input,
    ...(TableName === undefined ? {} : { TableName: tableNameOf(account, TableName) }),
    ...(RequestItems === undefined
      ? {}
      : { RequestItems: mapEntries(RequestItems, (table, value) => [tableNameOf(account, table), value]) }),
    ...(TransactItems === undefined
      ? {}
      : { TransactItems: TransactItems.map((item) => partsByName(account, item)) }),
  };
}

function partsByName(account: Account, item: TransactItem): TransactItem {
  const parts = TRANSACT_PARTS.flatMap((name) => {
    const part = item[name];
    return part?.TableName === undefined
      ? []
      : [[name, { ...part, TableName: tableNameOf(account, part.TableName) }]];
  });
  return { ...item, ...Object.fromEntries(parts) };
}

function mapEntries<Value>(
  record: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => [string, Value],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => change(name, value)));
}
