import { setImmediate as turn } from 'node:timers/promises';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type TransactWriteItemsCommandInput,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { Item, TableDefinition } from '@hanok/tables';

/** One request, or one write of a transaction. */
type Call = {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  Limit?: number;
  ScanIndexForward?: boolean;
  ExclusiveStartKey?: Item;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  TransactItems?: TransactWriteItemsCommandInput['TransactItems'];
};

/**
 * Makes a client work on tables in this process: what the chat asks of DynamoDB, each call at one instant after turns of
 * the event loop, for proofs of a million requests. What it does not know it refuses. The quick run of the same proof
 * works on the real engine.
 */
export function workInMemory(
  client: DynamoDBClient,
  definitions: readonly TableDefinition[],
): DynamoDBClient {
  const tables = new Map(definitions.map((each) => [each.name, { ...each, rows: new Map<string, Item>() }]));
  const tableOf = ({ TableName = '' }: Call) => {
    const table = tables.get(TableName);
    if (!table) throw new RangeError(`There is no table ${TableName}`);
    return table;
  };
  const namesOf = ({ partition, sort }: TableDefinition['key']) => [
    partition.name,
    ...(sort ? [sort.name] : []),
  ];
  const idOf = (call: Call, item: Item) =>
    JSON.stringify(namesOf(tableOf(call).key).map((name) => scalar(item[name])));
  const rowOf = (call: Call) => tableOf(call).rows.get(idOf(call, call.Key ?? call.Item ?? {}));
  const isMet = (call: Call) =>
    call.ConditionExpression === undefined || isTrue(call.ConditionExpression, rowOf(call) ?? {}, call);

  const write = (kind: string, call: Call) => {
    const { rows } = tableOf(call);
    const id = idOf(call, call.Key ?? call.Item ?? {});
    if (kind === 'Put') rows.set(id, call.Item ?? {});
    else if (kind === 'Delete') rows.delete(id);
    else if (kind === 'Update') rows.set(id, updated({ ...(rows.get(id) ?? call.Key) }, call));
    else if (kind !== 'ConditionCheck') throw new RangeError(`It knows no ${kind}`);
  };
  const query = (call: Call) => {
    const { rows, key, indexes = {} } = tableOf(call);
    const { sort } = call.IndexName === undefined ? key : (indexes[call.IndexName] ?? key);
    const condition = keyConditionOf(call);
    const by = (item: Item) => scalar(item[sort?.name ?? '']) ?? '';
    const sign = call.ScanIndexForward === false ? -1 : 1;
    const found = [...rows.values()].filter(condition).toSorted((a, b) => sign * (by(a) < by(b) ? -1 : 1));
    const after = call.ExclusiveStartKey && idOf(call, call.ExclusiveStartKey);
    const from = after === undefined ? 0 : found.findIndex((item) => idOf(call, item) === after) + 1;
    const Items = found.slice(from, from + (call.Limit ?? found.length));
    const last = from + Items.length < found.length ? Items.at(-1) : undefined;
    return last ? { Items, LastEvaluatedKey: last } : { Items };
  };
  const transact = ({ TransactItems = [] }: Call) => {
    const writes = TransactItems.flatMap((each) => Object.entries(each) as [string, Call][]);
    const met = writes.map(([, call]) => isMet(call));
    if (met.includes(false))
      throw new TransactionCanceledException({
        ...{ message: 'cancelled', $metadata: {} },
        CancellationReasons: met.map((is) => ({ Code: is ? 'None' : 'ConditionalCheckFailed' })),
      });
    for (const [kind, call] of writes) write(kind, call);
    return {};
  };
  const run = (command: string, call: Call) => {
    if (command === 'GetItemCommand') return { Item: rowOf(call) };
    if (command === 'QueryCommand') return query(call);
    if (command === 'TransactWriteItemsCommand') return transact(call);
    if (!isMet(call)) {
      const Item = rowOf(call);
      throw new ConditionalCheckFailedException({ ...(Item && { Item }), message: 'unmet', $metadata: {} });
    }
    write(command.replace('ItemCommand', ''), call);
    return {};
  };
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        await turn();
        const output = run(commandName, input as Call);
        await turn();
        return { response: {}, output: { $metadata: {}, ...output } as never };
      },
    { step: 'initialize', priority: 'low', name: 'memory' },
  );
  return client;
}

function scalar(value: AttributeValue | undefined): string | number | boolean | undefined {
  return value?.N === undefined ? (value?.S ?? value?.BOOL) : Number(value.N);
}

/** The value of a name, a placeholder, or `if_not_exists(name, :value)`. */
function valueOf(text: string, item: Item, call: Call): AttributeValue | undefined {
  const [, name = '', fallback = ''] = /^if_not_exists\((\S+), (\S+)\)$/.exec(text) ?? [];
  if (name !== '') return item[nameOf(name, call)] ?? valueOf(fallback, item, call);
  return text.startsWith(':') ? call.ExpressionAttributeValues?.[text] : item[nameOf(text, call)];
}
const nameOf = (name: string, call: Call) => call.ExpressionAttributeNames?.[name] ?? name;

/** Comparisons with AND between them, read once for all items. */
function keyConditionOf(call: Call): (item: Item) => boolean {
  const parts = [
    ...(call.KeyConditionExpression ?? '').matchAll(/(\S+) (=|<=|>|BETWEEN) (:\w+)(?: AND (:\w+))?/g),
  ];
  const tests = parts.map(([, name = '', sign, low = '', high = low]) => {
    const [least = NaN, most = NaN] = [low, high].map((each) =>
      scalar(call.ExpressionAttributeValues?.[each]),
    );
    const attribute = nameOf(name, call);
    return (item: Item) => {
      const value = scalar(item[attribute]);
      if (value === undefined) return false;
      if (sign === '>') return value > least;
      return sign === '<=' ? value <= most : least <= value && value <= most;
    };
  });
  if (tests.length === 0) throw new RangeError('A query has a condition of its key');
  return (item) => tests.every((isMet) => isMet(item));
}

/** Parentheses that hold an OR, AND, comparisons and attribute_not_exists. */
function isTrue(condition: string, item: Item, call: Call): boolean {
  const values: boolean[] = [];
  // Innermost parts first, each replaced by the place of its value.
  const keep = (value: boolean) => `@${values.push(value) - 1}`;
  let text = condition
    .replaceAll(/attribute_not_exists\((\S+?)\)/g, (_all, name) =>
      keep(valueOf(name, item, call) === undefined),
    )
    .replaceAll(/([#:\w]+) (=|<=|<|>) ([#:\w]+)/g, (_all, left, sign, right) => {
      const [a, b] = [left, right].map((each) => scalar(valueOf(each, item, call)));
      if (a === undefined || b === undefined) return keep(false);
      return keep(sign === '=' ? a === b : sign === '<' ? a < b : sign === '>' ? a > b : a <= b);
    });
  const flat = (part: string) =>
    keep(
      part
        .split(' OR ')
        .some((each) => each.split(' AND ').every((one) => values[Number(one.trim().slice(1))] === true)),
    );
  while (text.includes('(')) text = text.replace(/\(([^()]*)\)/, (_all, part) => flat(part));
  if (!/^@\d+( (AND|OR) @\d+)*$/.test(text)) throw new RangeError(`It cannot read ${condition}`);
  return values[Number(flat(text).slice(1))] === true;
}

function updated(item: Item, call: Call): Item {
  const clauses = (call.UpdateExpression ?? '').matchAll(/(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)/g);
  const before = { ...item };
  for (const [, clause, parts = ''] of clauses)
    for (const part of parts.split(/, (?![^(]*\))/)) {
      const [, name = '', value = ''] = /^(\S+)(?: = | )?(.*)$/.exec(part) ?? [];
      if (clause === 'REMOVE') Reflect.deleteProperty(item, nameOf(name, call));
      else {
        const set = valueOf(value, before, call) ?? {};
        const sum = Number(before[name]?.N ?? 0) + Number('N' in set ? set.N : 0);
        item[nameOf(name, call)] = (clause === 'ADD' ? { N: String(sum) } : set) as AttributeValue;
      }
    }
  return item;
}
