import {
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
  /** `takeFromRate`: what it has sent. */
  SentRate: z.optional(z.number()),
  ExpiresAt: z.int(),
});
const joinedItem = z.object({
  ConnectionId: z.string(),
  Room: z.string(),
  InRoom: z.string(),
  UserId: z.string(),
  ExpiresAt: z.int(),
});
type Connection = { userId: string; isClosed: boolean; rate: number };
/** A connection in a room. */
type JoinedConnection = { connectionId: string; room: string; userId: string };
/** `next` is the cursor of the page after this one. */
type ConnectionPage = { connections: JoinedConnection[]; next?: string };

/** The connections and the rooms that they have joined. This file alone knows their expressions. */
export type ChatConnectionTable = ReturnType<typeof createChatConnectionTable>;

export function createChatConnectionTable(options: { client: DynamoDBClient; table: string }) {
  const { client, table: TableName } = options;
  const keyOfItem = (ConnectionId: string, Room: string) =>
    keyOf(CHAT_CONNECTION_TABLE, { ConnectionId, Room });
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
      const { UserId = '', IsClosed, SentRate = 0 } = readItem(CHAT_CONNECTION_TABLE, connectionItem, Item);
      return { userId: UserId, isClosed: IsClosed, rate: SentRate };
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
    take: (connectionId: string, seen: number, rate: number): TransactWriteItem => ({
      Update: {
        TableName,
        Key: keyOfItem(connectionId, ITSELF),
        UpdateExpression: 'SET SentRate = :rate',
        // The first message of an open connection, and one after the rate that was seen.
        ConditionExpression: `IsClosed = :closed AND ${seen === 0 ? 'attribute_not_exists(SentRate)' : 'SentRate = :seen'}`,
        ExpressionAttributeValues: attributesOf({
          ':rate': rate,
          ':seen': seen === 0 ? undefined : seen,
          ':closed': false,
        }),
      },
    }),
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
  };
}

function readJoined(item: Parameters<typeof readItem>[2]): JoinedConnection {
  const { ConnectionId, Room, UserId } = readItem(CHAT_CONNECTION_TABLE, joinedItem, item);
  return { connectionId: ConnectionId, room: Room, userId: UserId };
}

const expiry = (now: Date) => Math.floor(now.getTime() / 1000) + CONNECTION_SECONDS;
