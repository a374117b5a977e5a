import * as z from 'zod';
import { parseJson } from '../../gateway/json-service.ts';
import type { PartitionUnits, ServiceRequest } from '../../gateway/service.ts';
import type { Engine } from './engine/engine.ts';
import { tableNamed } from './engine-names.ts';
import { keySchemaOf } from './expressions/check-expressions.ts';
import type { Tables } from './input.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
const UNIT_BYTES = 1_024;

const attributes = z.record(z.string(), z.unknown());
const write = z.looseObject({
  TableName: z.string(),
  Key: attributes.optional(),
  Item: attributes.optional(),
});
type Write = z.infer<typeof write>;
const transaction = z.looseObject({ TransactItems: z.array(z.record(z.string(), write)).min(1) });

/**
 * The write units that a put, an update, a delete or a transaction takes of each partition key, in the order of its
 * writes: one for each kilobyte that a put brings, one for any other write, and twice that in a transaction. How large
 * the item is that an update leaves, the request does not say: it counts as one of up to a kilobyte. Empty for what is
 * no such write.
 */
export async function partitionUnits(
  { account, engine }: Tables,
  request: ServiceRequest,
): Promise<PartitionUnits[]> {
  const isTransaction = request.operation === 'TransactWriteItems';
  const body = parseJson(request.body.toString());
  const writes = isTransaction
    ? transaction.safeParse(body).data?.TransactItems.flatMap((item) => Object.values(item).slice(0, 1))
    : [write.safeParse(body).data].filter((each) => each !== undefined);
  const names = new Map<string, Promise<string | undefined>>();
  const nameOf = (table: string) => {
    const name = names.get(table) ?? partitionName(engine, request, table);
    names.set(table, name);
    return name;
  };
  const counted = (writes ?? []).map(async (each): Promise<PartitionUnits> => {
    const table = tableNamed(account, each.TableName);
    const value = (each.Key ?? each.Item)?.[(await nameOf(table)) ?? ''];
    return { partition: JSON.stringify([table, value]), units: unitsOf(each) * (isTransaction ? 2 : 1) };
  });
  return Promise.all(counted);
}

function unitsOf({ Item }: Write): number {
  return Item === undefined ? 1 : Math.max(1, Math.ceil(JSON.stringify(Item).length / UNIT_BYTES));
}

/** The attribute of the partition key; undefined for a table that is not there. */
async function partitionName(
  engine: Engine,
  request: ServiceRequest,
  TableName: string,
): Promise<string | undefined> {
  const described = await engine.ask(request, { TableName }, 'DescribeTable');
  if (described.status !== 200) return undefined;
  return keySchemaOf(JSON.parse(described.body.toString()), undefined)?.[0]?.name;
}
