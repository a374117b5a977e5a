import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A turn that is so many seconds past was given up. */
const KEPT_SECONDS = 3_600;
/** How often a turn is tried for while other crawls take theirs. */
const ATTEMPTS = 10;

type HostTurn = { host: string; delayMs: number; now: number; latest: number };
type CrawlTurn = { host: string; crawlId: string };

/**
 * When hosts may be asked again, in the table of hosts: `next#<host>` is the host's next free turn, and
 * `turn#<host>#<crawl>` one that is kept for a crawl. Times are epoch milliseconds.
 */
export type TurnTable = {
  /** Takes the host's next free turn, and leaves the one a delay later; undefined when it would be after `latest`. */
  take(turn: HostTurn, signal: AbortSignal): Promise<number | undefined>;
  /** The turn kept for the crawl. */
  find(turn: CrawlTurn & { now: number }, signal: AbortSignal): Promise<number | undefined>;
  keep(turn: CrawlTurn & { at: number }, signal: AbortSignal): Promise<void>;
  drop(turn: CrawlTurn, signal: AbortSignal): Promise<void>;
};

export function createTurnTable(options: { client: DynamoDBClient; table: string }): TurnTable {
  const { client, table: TableName } = options;
  const keyOf = ({ host, crawlId }: CrawlTurn) => ({ HostKey: { S: `turn#${host}#${crawlId}` } });
  return {
    take: (turn, signal) => take(turn, { client, TableName, signal }),
    find: async ({ now, ...turn }, abortSignal) => {
      const command = new GetItemCommand({ TableName, Key: keyOf(turn), ConsistentRead: true });
      const { Item } = await client.send(command, { abortSignal });
      const at = Number(Item?.At?.N);
      return at + KEPT_SECONDS * 1000 > now ? at : undefined;
    },
    keep: async ({ at, ...turn }, abortSignal) => {
      const Item = { ...keyOf(turn), At: { N: String(at) }, ExpiresAt: expiry(at) };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal });
    },
    drop: async (turn, abortSignal) => {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(turn) }), { abortSignal });
    },
  };
}

type Run = { client: DynamoDBClient; TableName: string; signal: AbortSignal };

const expiry = (at: number) => ({ N: String(Math.ceil(at / 1000) + KEPT_SECONDS) });

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
async function takeNow(
  { host, delayMs, now }: HostTurn,
  { client, TableName, signal }: Run,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName,
    Key: { HostKey: { S: `next#${host}` } },
    UpdateExpression: 'SET NextAt = :next, ExpiresAt = :expiry',
    ConditionExpression: 'attribute_not_exists(NextAt) OR NextAt <= :now',
    ExpressionAttributeValues: {
      ':next': { N: String(now + delayMs) },
      ':now': { N: String(now) },
      ':expiry': expiry(now + delayMs),
    },
  });
  return client.send(command, { abortSignal: signal }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    },
  );
}

/** The condition lets through a next turn that is still to come and not too late. Answers it, or the one too late. */
async function queueUp(turn: HostTurn, { client, TableName, signal }: Run): Promise<number | undefined> {
  const command = new UpdateItemCommand({
    TableName,
    Key: { HostKey: { S: `next#${turn.host}` } },
    UpdateExpression: 'SET NextAt = NextAt + :delay, ExpiresAt = :expiry',
    ConditionExpression: 'NextAt > :now AND NextAt <= :latest',
    ExpressionAttributeValues: {
      ':delay': { N: String(turn.delayMs) },
      ':now': { N: String(turn.now) },
      ':latest': { N: String(turn.latest) },
      ':expiry': expiry(turn.latest),
    },
    ReturnValues: 'UPDATED_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const { Attributes } = await client.send(command, { abortSignal: signal });
    return Number(Attributes?.NextAt?.N);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const next = Number(error.Item?.NextAt?.N);
    return next > turn.latest ? next : undefined;
  }
}
