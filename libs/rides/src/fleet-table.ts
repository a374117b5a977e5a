import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type QueryCommandInput,
  paginateQuery,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Position } from '@hanok/events';
import { asError, type Logger } from '@hanok/lambda';
import { type Cell, DEEPEST_LEVEL, levelOf } from './cell.ts';
import type { CellPage, FreeIndex } from './free-index.ts';
import type { Unicorn } from './unicorn.ts';
import {
  BUSY,
  freeItem,
  freeWhereRead,
  type Hold,
  moveFree,
  moveTaken,
  readHold,
  readUnicorn,
} from './unicorn-item.ts';

/** Items of one look-up by cell: some 8 KB, one read unit. */
const PAGE = 32;
/** Leases that one call ends at most. */
const LAPSED = 10;
/** How often a move is tried while riders take and free the unicorn. */
const MOVES = 5;

/** The fleet: where its unicorns are and which are free. Its indexes lag behind writes; the writes decide. */
export type FleetTable = FreeIndex & {
  /** Adds free unicorns, at most 100: all of them or, when the id of one is known, none. Throws `RangeError` naming a bad field. */
  add(unicorns: readonly Unicorn[], signal?: AbortSignal): Promise<'added' | 'known'>;
  /** Writes where a unicorn is now; free or not, it stays so. Throws `RangeError`, or what came between again and again. */
  move(unicornId: string, to: Position): Promise<'moved' | 'unknown'>;
  /** Frees unicorns whose lease has ended, where they were last seen, and tells when the next lease ends, if any. */
  freeLapsed(now: Date, signal: AbortSignal): Promise<{ freed: Unicorn[]; nextEnd: number | undefined }>;
  /** Whether there is no unicorn at all, free or not. */
  isEmpty(signal: AbortSignal): Promise<boolean>;
};

type Options = { client: DynamoDBClient; table: string; log: Logger };

export function createFleetTable(options: Options): FleetTable {
  const { client, table } = options;
  return {
    inCell: (cell, signal) => queryCell(options, cell, signal),
    add: (unicorns, signal) => add(options, unicorns, signal),
    move: (unicornId, to) => move(options, unicornId, to),
    freeLapsed: async (now, signal) => {
      const taken = await queryTaken(options, signal);
      const lapsed = taken.filter(({ hold }) => hold.leaseEnds <= now.getTime());
      const freed = await Promise.all(lapsed.map((each) => freeTaken(options, each, signal)));
      return { freed: freed.flat(), nextEnd: taken[lapsed.length]?.hold.leaseEnds };
    },
    isEmpty: async (signal) => {
      const scan = new ScanCommand({ TableName: table, Limit: 1, ConsistentRead: true });
      const { Items = [] } = await client.send(scan, { abortSignal: signal });
      return Items.length === 0;
    },
  };
}

async function queryCell(options: Options, cell: Cell, abortSignal: AbortSignal): Promise<CellPage> {
  const input: QueryCommandInput = {
    TableName: options.table,
    IndexName: 'FreeByCell',
    KeyConditionExpression: 'FreeFace = :face AND begins_with(FreeCell, :cell)',
    ExpressionAttributeValues: { ':face': { S: cell.slice(0, 1) }, ':cell': { S: cell } },
  };
  if (levelOf(cell) === DEEPEST_LEVEL) return { unicorns: await queryAll(options, input), crowded: false };
  const query = new QueryCommand({ ...input, Limit: PAGE });
  const { Items = [], LastEvaluatedKey } = await options.client.send(query, { abortSignal });
  return { unicorns: readable(options, Items, readUnicorn), crowded: LastEvaluatedKey !== undefined };
}

async function queryAll(options: Options, input: QueryCommandInput): Promise<Unicorn[]> {
  const unicorns: Unicorn[] = [];
  for await (const { Items = [] } of paginateQuery({ client: options.client }, input))
    unicorns.push(...readable(options, Items, readUnicorn));
  return unicorns;
}

type Taken = { unicorn: Unicorn; hold: Hold };

/** Those whose leases end first. */
async function queryTaken(options: Options, abortSignal: AbortSignal): Promise<Taken[]> {
  const query = new QueryCommand({
    TableName: options.table,
    IndexName: 'BusyByLease',
    KeyConditionExpression: 'Busy = :busy',
    ExpressionAttributeValues: { ':busy': { S: BUSY } },
    Limit: LAPSED,
  });
  const { Items = [] } = await options.client.send(query, { abortSignal });
  return readable(options, Items, (item) => ({ unicorn: readUnicorn(item), hold: readHold(item) }));
}

/** An item that is not a unicorn must not stand in the way of the others. */
function readable<Value>({ log }: Options, items: readonly object[], read: (item: object) => Value): Value[] {
  return items.flatMap((item) => {
    try {
      return [read(item)];
    } catch (thrown) {
      log.error('unicorn unreadable', { error: asError(thrown) });
      return [];
    }
  });
}

async function freeTaken({ client, table }: Options, { unicorn, hold }: Taken, abortSignal: AbortSignal) {
  try {
    await client.send(new UpdateItemCommand(freeWhereRead(table, unicorn, hold)), { abortSignal });
    return [unicorn];
  } catch (error) {
    if (isOvertaken(error)) return [];
    throw error;
  }
}

async function add(
  { client, table: TableName }: Options,
  unicorns: readonly Unicorn[],
  abortSignal?: AbortSignal,
): Promise<'added' | 'known'> {
  const ConditionExpression = 'attribute_not_exists(UnicornId)';
  const TransactItems = unicorns.map((each) => ({
    Put: { TableName, Item: freeItem(each), ConditionExpression },
  }));
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }), {
      ...(abortSignal && { abortSignal }),
    });
    return 'added';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) return 'known';
    throw error;
  }
}

async function move({ client, table }: Options, id: string, to: Position): Promise<'moved' | 'unknown'> {
  let failure: unknown;
  for (let attempt = 0; attempt < MOVES; attempt += 1) {
    const write = attempt % 2 === 0 ? moveFree(table, id, to) : moveTaken(table, id, to);
    try {
      await client.send(new UpdateItemCommand(write));
      return 'moved';
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      if (error instanceof ConditionalCheckFailedException && error.Item === undefined) return 'unknown';
      failure = error;
    }
  }
  throw failure;
}

/** Another writer was there first, or is there now. */
function isOvertaken(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
}
