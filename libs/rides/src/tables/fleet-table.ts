import {
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { asError, type Logger } from '@hanok/lambda';
import {
  attributesOf,
  ContendedError,
  type Item,
  keyOf,
  transact,
  untilUncontended,
  writeOutcome,
} from '@hanok/tables';
import type { Position } from '../position.ts';
import type { CellPage, FreeIndex } from '../search/free-index.ts';
import { type Cell, DEEPEST_LEVEL, levelOf } from '../sphere/cell.ts';
import { checkPosition, type Unicorn } from '../unicorn.ts';
import { FLEET_TABLE } from './definitions.ts';
import {
  BUSY,
  FREE_PLACE,
  freeItem,
  freePlaceValues,
  type Hold,
  PLACE,
  placeValues,
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
  /** Writes where a unicorn is now; free or not, it stays so. Throws `RangeError`, and `ContendedError` when riders come between again and again. */
  move(unicornId: string, to: Position): Promise<'moved' | 'unknown'>;
  /** Frees unicorns whose lease has ended, where they were last seen, and tells when the next lease ends, if any. */
  freeLapsed(now: Date, signal: AbortSignal): Promise<{ freed: Unicorn[]; nextEnd: number | undefined }>;
  /** Whether there is no unicorn at all, free or not. */
  isEmpty(signal: AbortSignal): Promise<boolean>;
};

type Options = { client: DynamoDBClient; table: string; log: Logger };

/** Unicorns: the free ones by cell, the taken ones by the end of their lease. */
export function createFleetTable(options: Options): FleetTable {
  const { client, table } = options;
  return {
    inCell: (cell, signal) => queryCell(options, cell, signal),
    add: (unicorns, signal = AbortSignal.any([])) => add(options, unicorns, signal),
    move: (unicornId, to) => move(options, unicornId, to),
    freeLapsed: async (now, signal) => {
      const taken = await queryTaken(options, signal);
      const lapsed = taken.filter(({ hold }) => hold.LeaseEnds <= now.getTime());
      const freed = await Promise.all(lapsed.map((each) => freeTaken(options, each, signal)));
      return { freed: freed.flat(), nextEnd: taken[lapsed.length]?.hold.LeaseEnds };
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
    ExpressionAttributeValues: attributesOf({ ':face': cell.slice(0, 1), ':cell': cell }),
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
    ExpressionAttributeValues: attributesOf({ ':busy': BUSY }),
    Limit: LAPSED,
  });
  const { Items = [] } = await options.client.send(query, { abortSignal });
  return readable(options, Items, (item) => ({ unicorn: readUnicorn(item), hold: readHold(item) }));
}

/** An item that is not a unicorn must not stand in the way of the others. */
function readable<Value>({ log }: Options, items: readonly Item[], read: (item: Item) => Value): Value[] {
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
  const free = new UpdateItemCommand(freeWhereRead(table, unicorn, hold));
  const { kind } = await writeOutcome(client.send(free, { abortSignal }));
  return kind === 'written' ? [unicorn] : [];
}

async function add(
  { client, table: TableName }: Options,
  unicorns: readonly Unicorn[],
  signal: AbortSignal,
): Promise<'added' | 'known'> {
  const ConditionExpression = 'attribute_not_exists(UnicornId)';
  const puts = unicorns.map((each) => ({ Put: { TableName, Item: freeItem(each), ConditionExpression } }));
  const added = await untilUncontended(() => transact(client, puts, signal), { signal });
  if (added.kind === 'refused') throw added.error;
  if (added.kind === 'contended') throw new ContendedError();
  return added.kind === 'written' ? 'added' : 'known';
}

async function move({ client, table }: Options, id: string, to: Position): Promise<'moved' | 'unknown'> {
  const at = checkPosition(to);
  for (let attempt = 0; attempt < MOVES; attempt += 1) {
    const write = attempt % 2 === 0 ? moveFree(table, id, at) : moveTaken(table, id, at);
    const moved = await writeOutcome(client.send(new UpdateItemCommand(write)));
    if (moved.kind === 'written') return 'moved';
    if (moved.kind === 'unmet' && moved.item === undefined) return 'unknown';
  }
  throw new ContendedError();
}

/** The condition lets a unicorn be freed that is still held as it was read, and has not moved: the cell must be its own. */
function freeWhereRead(TableName: string, read: Unicorn, { RideId, LeaseEnds }: Hold) {
  return {
    TableName,
    Key: keyOf(FLEET_TABLE, read),
    UpdateExpression: `SET ${FREE_PLACE} REMOVE RideId, LeaseEnds, Busy`,
    ConditionExpression: 'RideId = :ride AND LeaseEnds = :ends AND Latitude = :lat AND Longitude = :lon',
    ExpressionAttributeValues: attributesOf({
      ...freePlaceValues(read),
      ':ride': RideId,
      ':ends': LeaseEnds,
    }),
  };
}

/** The condition lets a free unicorn move with its cell. */
function moveFree(TableName: string, UnicornId: string, to: Position) {
  return {
    TableName,
    Key: keyOf(FLEET_TABLE, { UnicornId }),
    UpdateExpression: `SET ${FREE_PLACE}`,
    ConditionExpression: 'attribute_exists(FreeCell)',
    ExpressionAttributeValues: attributesOf(freePlaceValues(to)),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** The condition lets a taken unicorn move, which has no cell. */
function moveTaken(TableName: string, UnicornId: string, to: Position) {
  return {
    TableName,
    Key: keyOf(FLEET_TABLE, { UnicornId }),
    UpdateExpression: `SET ${PLACE}`,
    ConditionExpression: 'attribute_exists(RideId)',
    ExpressionAttributeValues: attributesOf(placeValues(to)),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}
