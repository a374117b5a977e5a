import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { TableChange } from './causes.ts';

/** Finds out which write made which change of a table: a stream does not tell. */
export type TableWrites = {
  /** A call that writes begins; `body` is its input. */
  begun(span: number, operation: string, body: string): void;
  /** It has failed and written nothing. */
  failed(span: number): void;
  /** The span whose write made a change; undefined when none that is known did. */
  find(change: TableChange): number | undefined;
};

type Item = Record<string, unknown>;
type Write = {
  span: number;
  kind: 'put' | 'update' | 'delete';
  /** The whole item of a put, the key of any other. */
  item: Item;
  /** What an update sets to a value that it names. */
  sets: readonly [name: string, value: unknown][];
};

/** Writes of a table that are kept: those of a table without a stream are never asked for. */
const MOST_WRITES = 5_000;

export function createTableWrites(): TableWrites {
  const tables = new Map<string, Write[]>();
  return {
    begun: (span, operation, body) => {
      for (const { table, ...write } of writesIn(operation, body)) {
        const writes = tables.get(table) ?? [];
        tables.set(table, writes);
        writes.push({ span, ...write });
        if (writes.length > MOST_WRITES) writes.splice(0, MOST_WRITES / 2);
      }
    },
    failed: (span) => {
      for (const [table, writes] of tables) {
        // A call that ended now began lately.
        const first = writes.findLastIndex((write) => write.span < span) + 1;
        const left = writes.slice(first).filter((write) => write.span !== span);
        tables.set(table, [...writes.slice(0, first), ...left]);
      }
    },
    // Changes of an item come in the order of its writes; one without effect makes none, and is passed over.
    find: (change) => {
      const writes = tables.get(change.table) ?? [];
      const index = writes.findIndex((write) => fits(write, change));
      return index === -1 ? undefined : writes.splice(index, 1)[0]?.span;
    },
  };
}

function fits({ kind, item, sets }: Write, { eventName, keys, newImage }: TableChange): boolean {
  if ((kind === 'delete') !== (eventName === 'REMOVE')) return false;
  if (!Object.entries(keys).every(([name, value]) => isDeepStrictEqual(item[name], value))) return false;
  if (newImage === undefined) return true;
  if (kind === 'put') return isDeepStrictEqual(item, newImage);
  return sets.every(([name, value]) => isDeepStrictEqual(newImage[name], value));
}

const anItem = z.custom<Item>((value) => typeof value === 'object' && value !== null);
const request = z.object({
  TableName: z.string(),
  Item: anItem.optional(),
  Key: anItem.optional(),
  UpdateExpression: z.string().nullish(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).nullish(),
  ExpressionAttributeValues: anItem.nullish(),
});
const transaction = z.object({
  TransactItems: z.array(
    z.object({ Put: request.optional(), Update: request.optional(), Delete: request.optional() }),
  ),
});
const batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.object({ Item: anItem }).optional(),
        DeleteRequest: z.object({ Key: anItem }).optional(),
      }),
    ),
  ),
});

type Found = Omit<Write, 'span'> & { table: string };

/** What a call writes; nothing for input that is refused anyway. */
function writesIn(operation: string, body: string): Found[] {
  const input = parseJson(body);
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem': {
      const parsed = request.safeParse(input).data;
      return parsed === undefined ? [] : [ofRequest(parsed)];
    }
    case 'TransactWriteItems':
      return (transaction.safeParse(input).data?.TransactItems ?? [])
        .flatMap(({ Put, Update, Delete }) => Put ?? Update ?? Delete ?? [])
        .map(ofRequest);
    case 'BatchWriteItem':
      return Object.entries(batch.safeParse(input).data?.RequestItems ?? {}).flatMap(([TableName, all]) =>
        all.map(({ PutRequest, DeleteRequest }) => ofRequest({ TableName, ...PutRequest, ...DeleteRequest })),
      );
    default:
      return [];
  }
}

function ofRequest(part: z.infer<typeof request>): Found {
  const table = part.TableName.split('/').at(-1) ?? '';
  if (part.Item !== undefined) return { table, kind: 'put', item: part.Item, sets: [] };
  const isUpdate = part.UpdateExpression !== undefined;
  return { table, kind: isUpdate ? 'update' : 'delete', item: part.Key ?? {}, sets: setsOf(part) };
}

/** A whole attribute that is set to a value, and to nothing that is worked out. */
const SET = /(?<![\w.#\]])([#\w]+)\s*=\s*(:\w+)\s*(?=,|$|(?:REMOVE|ADD|DELETE)\s)/gi;

function setsOf(part: z.infer<typeof request>): [string, unknown][] {
  const { UpdateExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = part;
  return [...(UpdateExpression ?? '').matchAll(SET)].map(([, name = '', value = '']) => [
    names?.[name] ?? name,
    values?.[value],
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
