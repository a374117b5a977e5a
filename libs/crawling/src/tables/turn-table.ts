import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { attributesOf, itemOf, keyOf, readItem, writeOutcome } from '@hanok/tables';
import * as z from 'zod/mini';
import { HOST_TABLE } from './definitions.ts';

/** A turn that is so many seconds past was given up. */
const KEPT_SECONDS = 3_600;
/** How often a turn is tried for while other crawls take theirs. */
const ATTEMPTS = 10;

const turnItem = z.object({ HostKey: z.string(), At: z.int(), ExpiresAt: z.int() });
const nextItem = z.object({ NextAt: z.int() });

type HostTurn = { host: string; delayMs: number; now: number; latest: number };
type CrawlTurn = { host: string; crawlId: string };

/** When hosts may be asked again: the next free turn of each host, and turns that are kept for crawls, in epoch milliseconds. */
export type TurnTable = {
  /** Takes the host's next free turn, and leaves the one a delay later; undefined when it would be after `latest`. */
  take(turn: HostTurn, signal: AbortSignal): Promise<number | undefined>;
  /** The turn kept for the crawl. */
  find(turn: CrawlTurn & { now: number }, signal: AbortSignal): Promise<number | undefined>;
  keep(turn: CrawlTurn & { at: number }, signal: AbortSignal): Promise<void>;
  drop(turn: CrawlTurn, signal: AbortSignal): Promise<void>;
};

/** The table of turns by this client: who may ask which host when. */
export function createTurnTable({ client, table }: { client: DynamoDBClient; table: string }): TurnTable {
  const hostKey = ({ host, crawlId }: CrawlTurn) => ({ HostKey: `turn#${host}#${crawlId}` });
  return {
    take: (turn, signal) => take(turn, { client, table, signal }),
    find: async ({ now, ...turn }, abortSignal) => {
      const Key = keyOf(HOST_TABLE, hostKey(turn));
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal });
      if (!Item) return undefined;
      const { At } = readItem(HOST_TABLE, turnItem, Item);
      return At + KEPT_SECONDS * 1000 > now ? At : undefined;
    },
    keep: async ({ at, ...turn }, abortSignal) => {
      const Item = itemOf(turnItem, { ...hostKey(turn), At: at, ExpiresAt: expiry(at) });
      await client.send(new PutItemCommand({ TableName: table, Item }), { abortSignal });
    },
    drop: async (turn, abortSignal) => {
      const Key = keyOf(HOST_TABLE, hostKey(turn));
      await client.send(new DeleteItemCommand({ TableName: table, Key }), { abortSignal });
    },
  };
}

type Run = { client: DynamoDBClient; table: string; signal: AbortSignal };

const nextKey = (host: string) => keyOf(HOST_TABLE, { HostKey: `next#${host}` });
const expiry = (at: number) => Math.ceil(at / 1000) + KEPT_SECONDS;

/** The host is free, or turns are taken already: one of the two updates holds unless another crawl came in between. */
async function take(turn: HostTurn, run: Run): Promise<number | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await takeNow(turn, run)) return turn.now;
    const next = await queueUp(turn, run);
    if (next !== undefined && next > turn.latest) return undefined;
    if (next !== undefined) return next;
  }
  return undefined;
}

/** The condition lets through a host at which no crawl has a turn, now or later. */
async function takeNow({ host, delayMs, now }: HostTurn, { client, table, signal }: Run): Promise<boolean> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: nextKey(host),
    UpdateExpression: 'SET NextAt = :next, ExpiresAt = :expiry',
    ConditionExpression: 'attribute_not_exists(NextAt) OR NextAt <= :now',
    ExpressionAttributeValues: attributesOf({
      ':next': now + delayMs,
      ':now': now,
      ':expiry': expiry(now + delayMs),
    }),
  });
  const { kind } = await writeOutcome(client.send(update, { abortSignal: signal }));
  return kind === 'written';
}

/** The condition lets through a next turn that is still to come and not too late. Answers it, or the one too late. */
async function queueUp(turn: HostTurn, { client, table, signal }: Run): Promise<number | undefined> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: nextKey(turn.host),
    UpdateExpression: 'SET NextAt = NextAt + :delay, ExpiresAt = :expiry',
    ConditionExpression: 'NextAt > :now AND NextAt <= :latest',
    ExpressionAttributeValues: attributesOf({
      ':delay': turn.delayMs,
      ':now': turn.now,
      ':latest': turn.latest,
      ':expiry': expiry(turn.latest),
    }),
    ReturnValues: 'UPDATED_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const outcome = await writeOutcome(client.send(update, { abortSignal: signal }));
  if (outcome.kind === 'written')
    return readItem(HOST_TABLE, nextItem, outcome.output.Attributes ?? {}).NextAt;
  if (outcome.kind === 'contended' || !outcome.item) return undefined;
  const { NextAt } = readItem(HOST_TABLE, nextItem, outcome.item);
  return NextAt > turn.latest ? NextAt : undefined;
}
