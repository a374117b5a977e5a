import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { TablePage } from '@hanok/console';
import { itemOf, itemText, type TableItem } from './item-json.ts';
import { asConsoleError, describeTable, type KeyAttribute, keyOf } from './table-keys.ts';

/** Items that one request reads at most; DynamoDB itself ends a page at a megabyte. */
const PAGE = 1_000;
/** Items that are looked at for one answer where a filter leaves most of them out. */
const MOST_READ = 50_000;
const PREVIEW_CHARACTERS = 200;

type Wanted = { name: string; text?: string | undefined; cursor?: string | undefined; limit: number };

/** A page of a table's items, as DynamoDB has them in order; with a text, those that have it in their key. */
export async function readRows(client: DynamoDBClient, wanted: Wanted): Promise<TablePage> {
  const { keys, items } = await describeTable(client, wanted.name);
  const filter = filterOf(keys, wanted.text);
  if (filter === 'none') return { keys, items, rows: [], next: null };
  const rows: TablePage['rows'] = [];
  let from = wanted.cursor === undefined ? undefined : cursorOf(keys, wanted.cursor);
  let read = 0;
  do {
    const Limit = filter === undefined ? Math.min(PAGE, wanted.limit - rows.length) : PAGE;
    const scan = new ScanCommand({
      ...{ TableName: wanted.name, ConsistentRead: true, Limit, ...filter },
      ...(from && { ExclusiveStartKey: from }),
    });
    const page = await asConsoleError(client.send(scan));
    for (const item of page.Items ?? []) rows.push(rowOf(keys, item));
    read += page.ScannedCount ?? 0;
    from = page.LastEvaluatedKey;
  } while (from !== undefined && rows.length < wanted.limit && read < MOST_READ);
  return { keys, items, rows, next: from === undefined ? null : encoded(from) };
}

function rowOf(keys: readonly KeyAttribute[], item: TableItem): TablePage['rows'][number] {
  const names = new Set(keys.map(({ name }) => name));
  const others = Object.entries(item).filter(([name]) => !names.has(name));
  const key = keyOf(keys, item);
  const preview = others.map(([name, value]) => `${name}: ${readable(value)}`).join('  ');
  return {
    key: itemText(key),
    values: Object.values(key).map(readable),
    preview: preview.slice(0, PREVIEW_CHARACTERS),
  };
}

/** A value as it is read in a list; its types are told where the item is open. */
function readable(value: AttributeValue): string {
  if (value.S !== undefined) return value.S.slice(0, PREVIEW_CHARACTERS);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  const [inner = ''] = Object.values(JSON.parse(itemText({ value }))['value']);
  return (typeof inner === 'string' ? inner : JSON.stringify(inner)).slice(0, PREVIEW_CHARACTERS);
}

/** Which items have the text in their key; `none` where no key can. */
function filterOf(keys: readonly KeyAttribute[], text: string | undefined) {
  if (text === undefined || text === '') return undefined;
  const conditions: string[] = [];
  const ExpressionAttributeNames: Record<string, string> = {};
  const ExpressionAttributeValues: TableItem = {};
  for (const [index, { name, type }] of keys.entries()) {
    if (type === 'B' || (type === 'N' && !/^-?\d{1,30}(\.\d{1,8})?$/.test(text))) continue;
    conditions.push(type === 'S' ? `contains(#k${index}, :k${index})` : `#k${index} = :k${index}`);
    ExpressionAttributeNames[`#k${index}`] = name;
    ExpressionAttributeValues[`:k${index}`] = type === 'S' ? { S: text } : { N: text };
  }
  if (conditions.length === 0) return 'none';
  return { FilterExpression: conditions.join(' OR '), ExpressionAttributeNames, ExpressionAttributeValues };
}

function encoded(key: TableItem): string {
  return Buffer.from(itemText(key)).toString('base64url');
}

function cursorOf(keys: readonly KeyAttribute[], cursor: string): TableItem {
  return keyOf(keys, itemOf(Buffer.from(cursor, 'base64url').toString(), 'cursor'), 'cursor');
}
