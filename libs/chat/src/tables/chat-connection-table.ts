import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  attributesOf,
  ContendedError,
  itemOf,
  keyOf,
  readItem,
  untilUncontended,
  writeOutcome,
} from '@hanok/tables';
import * as z from 'zod/mini';
import { CHAT_CONNECTION_TABLE } from './definitions.ts';

/** The room of the item of a connection itself; no room has such a name. */
const ITSELF = '$connection';
/** API Gateway ends a connection after two hours; its item outlives it, so that a late join finds it closed. */
const CONNECTION_SECONDS = 3 * 3600;

const connectionItem = z.object({
  ConnectionId: z.string(),
  Room: z.string(),
  UserId: z.optional(z.string()),
  IsClosed: z.boolean(),
  /** `takeFromRate`: its messages, its signals of typing, its joins. */
  SentRate: z.optional(z.number()),
  TypedRate: z.optional(z.number()),
  JoinedRate: z.optional(z.number()),
  ExpiresAt: z.int(),
});
const joinedItem = z.object({
  ConnectionId: z.string(),
  Room: z.string(),
  InRoom: z.string(),
  UserId: z.string(),
  ExpiresAt: z.int(),
});
/** `rates`: the states of `takeFromRate`. */
type Connection = { userId: string; isClosed: boolean; rates: Record<keyof typeof RATES, number> };
/** A connection in a room. */
type JoinedConnection = { connectionId: string; room: string; userId: string };
/** `next` is the cursor of the page after this one. */
type ConnectionPage = { connections: JoinedConnection[]; next?: string };

/** The connections and the rooms that they have joined. This file alone knows their expressions. */
export type ChatConnectionTable = ReturnType<typeof createChatConnectionTable>;

/** The table of connections by this client. Writes that meet another one are tried again until their signal aborts. */
export function createChatConnectionTable(options: { client: DynamoDBClient; table: string }) {
  const { client, table: TableName } = options;
  const send = async (update: UpdateItemCommand, abortSignal: AbortSignal) => {
    const outcome = await untilUncontended(() => writeOutcome(client.send(update, { abortSignal })), {
      signal: abortSignal,
    });
    if (outcome.kind === 'contended') throw new ContendedError();
    return outcome.kind;
  };
  return {
    /** Records whose connection it is. `closed`: its end came before its beginning, and it stays closed. */
    open: async (connectionId: string, userId: string, now: Date, signal: AbortSignal) => {
      const update = new UpdateItemCommand({
        TableName,
        Key: keyOfItem(connectionId, ITSELF),
        UpdateExpression: 'SET UserId = :user, IsClosed = :closed, ExpiresAt = :expires',
        // A new connection, and the same event again.
        ConditionExpression: 'attribute_not_exists(ConnectionId) OR (IsClosed = :closed AND UserId = :user)',
        ExpressionAttributeValues: attributesOf({
          ':user': userId,
          ':closed': false,
          ':expires': expiry(now),
        }),
      });
      return (await send(update, signal)) === 'written' ? 'open' : 'closed';
    },
    /** From here on the connection joins nothing and sends nothing. */
    close: async (connectionId: string, now: Date, signal: AbortSignal) => {
      const update = new UpdateItemCommand({
        TableName,
        Key: keyOfItem(connectionId, ITSELF),
        UpdateExpression: 'SET IsClosed = :closed, ExpiresAt = :expires',
        ExpressionAttributeValues: attributesOf({ ':closed': true, ':expires': expiry(now) }),
      });
      await send(update, signal);
    },
    find: async (connectionId: string, abortSignal: AbortSignal): Promise<Connection | undefined> => {
      const Key = keyOfItem(connectionId, ITSELF);
      const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }), {
        abortSignal,
      });
      if (!Item) return undefined;
      const item = readItem(CHAT_CONNECTION_TABLE, connectionItem, Item);
      const { UserId = '', IsClosed, SentRate = 0, TypedRate = 0, JoinedRate = 0 } = item;
      const rates = { message: SentRate, typing: TypedRate, join: JoinedRate };
      return { userId: UserId, isClosed: IsClosed, rates };
    },
    /** The rooms that a connection has joined. */
    roomsOf: async (connectionId: string, abortSignal: AbortSignal): Promise<JoinedConnection[]> => {
      const query = {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'ConnectionId = :id',
        ExpressionAttributeValues: attributesOf({ ':id': connectionId }),
      };
      const pages = await Array.fromAsync(paginateQuery({ client }, query, { abortSignal }));
      return pages.flatMap(({ Items = [] }) =>
        Items.filter(({ InRoom }) => InRoom !== undefined).map(readJoined),
      );
    },
    /** The connections in a room, in the order of their ids. A connection that joins meanwhile may be missing. */
    page: async (
      room: string,
      { cursor, limit = 100, signal }: { cursor?: string | undefined; limit?: number; signal: AbortSignal },
    ): Promise<ConnectionPage> => {
      const query = new QueryCommand({
        TableName,
        IndexName: 'ByRoom',
        Limit: limit,
        KeyConditionExpression:
          cursor === undefined ? 'InRoom = :room' : 'InRoom = :room AND ConnectionId > :after',
        ExpressionAttributeValues: attributesOf({ ':room': room, ':after': cursor }),
      });
      const { Items = [], LastEvaluatedKey } = await client.send(query, { abortSignal: signal });
      const connections = Items.map(readJoined);
      const last = LastEvaluatedKey && connections.at(-1);
      return last ? { connections, next: last.connectionId } : { connections };
    },
    /** The write that takes one message from the rate, for a connection that is as it was seen. */
    takeMessage: (connectionId: string, rate: RateStep): TransactWriteItem => ({
      Update: rateUpdate(TableName, connectionId, 'message', rate),
    }),
    /** The same for one of the other rates. `contended`: another one was first, or the connection was closed. */
    take: async (connectionId: string, kind: 'typing' | 'join', rate: RateStep, abortSignal: AbortSignal) => {
      const update = new UpdateItemCommand(rateUpdate(TableName, connectionId, kind, rate));
      const { kind: outcome } = await writeOutcome(client.send(update, { abortSignal }));
      return outcome === 'written' ? outcome : 'contended';
    },
    /** The check that a connection is open, and this user's. */
    isOpen: (connectionId: string, userId: string): TransactWriteItem => ({
      ConditionCheck: {
        TableName,
        Key: keyOfItem(connectionId, ITSELF),
        ConditionExpression: 'IsClosed = :closed AND UserId = :user',
        ExpressionAttributeValues: attributesOf({ ':closed': false, ':user': userId }),
      },
    }),
    joined: ({ connectionId, room, userId }: JoinedConnection, now: Date): TransactWriteItem => ({
      Put: {
        TableName,
        Item: itemOf(joinedItem, {
          ...{ ConnectionId: connectionId, Room: room, InRoom: room, UserId: userId },
          ExpiresAt: expiry(now),
        }),
      },
    }),
    left: (connectionId: string, room: string): TransactWriteItem => ({
      Delete: { TableName, Key: keyOfItem(connectionId, room) },
    }),
    /** Removes the item of a closed connection in a room, when no lease goes with it. */
    remove: async (connectionId: string, room: string, abortSignal: AbortSignal) => {
      const remove = new DeleteItemCommand({ TableName, Key: keyOfItem(connectionId, room) });
      await client.send(remove, { abortSignal });
    },
  };
}

/** The state that was seen, and the next one. */
type RateStep = { seen: number; next: number };
const RATES = { message: 'SentRate', typing: 'TypedRate', join: 'JoinedRate' };

function rateUpdate(TableName: string, id: string, kind: keyof typeof RATES, { seen, next }: RateStep) {
  const name = RATES[kind];
  return {
    TableName,
    Key: keyOfItem(id, ITSELF),
    UpdateExpression: `SET ${name} = :next`,
    // The first one of an open connection, and one after the rate that was seen.
    ConditionExpression: `IsClosed = :closed AND ${seen === 0 ? `attribute_not_exists(${name})` : `${name} = :seen`}`,
    ExpressionAttributeValues: attributesOf({
      ...{ ':next': next, ':closed': false },
      ':seen': seen === 0 ? undefined : seen,
    }),
  };
}

function readJoined(item: Parameters<typeof readItem>[2]): JoinedConnection {
  const { ConnectionId, Room, UserId } = readItem(CHAT_CONNECTION_TABLE, joinedItem, item);
  return { connectionId: ConnectionId, room: Room, userId: UserId };
}

const keyOfItem = (ConnectionId: string, Room: string) =>
  keyOf(CHAT_CONNECTION_TABLE, { ConnectionId, Room });

const expiry = (now: Date) => Math.floor(now.getTime() / 1000) + CONNECTION_SECONDS;
