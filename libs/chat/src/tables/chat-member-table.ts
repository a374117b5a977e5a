import {
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { attributesOf, ContendedError, transact, untilUncontended, writeOutcome } from '@hanok/tables';
import { type Member, noMember } from '../members/member.ts';
import type { MemberChanged } from '../members/member-change.ts';
import type { ChatConnectionTable } from './chat-connection-table.ts';
import {
  countUpdate,
  keyOfMember,
  LEASE_SHARDS,
  leaseShard,
  memberUpdate,
  readMember,
  readOwner,
  ROOM_ITSELF,
} from './member-items.ts';

/** `contended`: another change was first. `full`, `disconnected`: nothing is written, because of room or connection. */
type MemberWritten = { kind: 'written' | 'contended' | 'full' | 'disconnected' };
type Page = { cursor?: string; limit?: number; signal: AbortSignal };

/** The members of rooms. */
export type ChatMemberTable = ReturnType<typeof createChatMemberTable>;

/** The table of members by this client: who belongs to which room, and with which connections. */
export function createChatMemberTable(options: {
  client: DynamoDBClient;
  table: string;
  connections: ChatConnectionTable;
}) {
  const { client, table: TableName, connections } = options;
  const find = async (room: string, memberId: string, abortSignal: AbortSignal) => {
    const get = new GetItemCommand({ TableName, Key: keyOfMember(room, memberId), ConsistentRead: true });
    return (await client.send(get, { abortSignal })).Item;
  };
  return {
    /** Who has no item is `noMember`. */
    read: async (room: string, memberId: string, signal: AbortSignal): Promise<Member> => {
      const item = await find(room, memberId, signal);
      return item ? readMember(item) : noMember(room, memberId);
    },
    /** Who made the room; undefined for a room that no one has entered. */
    findOwner: async (room: string, signal: AbortSignal): Promise<string | undefined> => {
      const item = await find(room, ROOM_ITSELF, signal);
      return item && readOwner(item);
    },
    /** A page of all who have an item in the room, by id; `next` is the cursor of the page after it. */
    page: async (room: string, { cursor, limit = 100, signal }: Page) => {
      const query = new QueryCommand({
        ...{ TableName, Limit: limit, ConsistentRead: true },
        KeyConditionExpression:
          cursor === undefined ? '#room = :room' : '#room = :room AND MemberId > :after',
        ExpressionAttributeNames: { '#room': 'Room' },
        ExpressionAttributeValues: attributesOf({ ':room': room, ':after': cursor }),
      });
      const { Items = [], LastEvaluatedKey } = await client.send(query, { abortSignal: signal });
      const members = Items.filter(({ MemberId }) => MemberId?.S !== ROOM_ITSELF).map(readMember);
      const next = LastEvaluatedKey?.['MemberId']?.S;
      return next === undefined ? { members } : { members, next };
    },
    /** The members of all rooms with a lease that is over. One whose lease ends meanwhile may be missing. */
    lapsed: async function* (now: Date, abortSignal: AbortSignal): AsyncGenerator<Member, void> {
      for (let shard = 0; shard < LEASE_SHARDS; shard += 1) {
        const query = {
          ...{ TableName, IndexName: 'ByLeaseEnd' },
          KeyConditionExpression: 'LeaseShard = :shard AND LeaseEnds <= :now',
          ExpressionAttributeValues: attributesOf({ ':shard': leaseShard(shard), ':now': now.getTime() }),
        };
        for await (const { Items = [] } of paginateQuery({ client, pageSize: 100 }, query, { abortSignal }))
          yield* Items.map(readMember);
      }
    },
    /** The check that the sender may still send, in the transaction of a message. */
    maySend: (room: string, memberId: string, now: Date): TransactWriteItem => ({
      ConditionCheck: {
        TableName,
        Key: keyOfMember(room, memberId),
        ConditionExpression:
          'Standing = :member AND (attribute_not_exists(MutedUntil) OR MutedUntil <= :now)',
        ExpressionAttributeValues: attributesOf({ ':member': 'member', ':now': now.getTime() }),
      },
    }),
    /**
     * Writes the change with the room's count and the items of the connections that joined or left. `by`: the member who
     * asks for it, who must be as it was seen.
     */
    write: async (
      before: Member,
      { member: after, joined }: MemberChanged,
      options: { now: Date; membersPerRoom: number; by?: Member | undefined; signal: AbortSignal },
    ): Promise<MemberWritten> => {
      const { now, membersPerRoom, by, signal } = options;
      const { room, memberId } = after;
      const count = Number(after.standing === 'member') - Number(before.standing === 'member');
      const left = Object.keys(before.leases).filter((each) => !Object.hasOwn(after.leases, each));
      const item = (connectionId: string) => ({ connectionId, room, userId: memberId });
      const writes: Record<string, TransactWriteItem> = {
        member: memberUpdate(TableName, before, after),
        ...(by && { asking: isUnchanged(TableName, by) }),
        ...(count !== 0 && { room: countUpdate(TableName, after, count, membersPerRoom) }),
        ...(joined !== undefined && {
          connection: connections.isOpen(joined, memberId),
          joined: connections.joined(item(joined), now),
        }),
        ...Object.fromEntries(left.map((each) => [`left ${each}`, connections.left(each, room)])),
      };
      const written = await transact(client, writes, signal);
      if (written.kind === 'refused') throw written.error;
      if (written.kind !== 'unmet') return written;
      if (written.by['member'] || written.by['asking']) return { kind: 'contended' };
      return { kind: written.by['connection']?.kind === 'unmet' ? 'disconnected' : 'full' };
    },
    /** The last-read number goes up only; the caller gives none above the room's last. False: there is no such member. */
    markRead: async (
      room: string,
      memberId: string,
      seq: number,
      abortSignal: AbortSignal,
    ): Promise<boolean> => {
      const update = new UpdateItemCommand({
        TableName,
        Key: keyOfMember(room, memberId),
        UpdateExpression: 'SET LastRead = :seq',
        // A first number, and a higher one.
        ConditionExpression: 'Standing = :member AND (attribute_not_exists(LastRead) OR LastRead < :seq)',
        ExpressionAttributeValues: attributesOf({ ':seq': seq, ':member': 'member' }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const send = () => writeOutcome(client.send(update, { abortSignal }));
      const outcome = await untilUncontended(send, { signal: abortSignal });
      if (outcome.kind === 'contended') throw new ContendedError();
      return (
        outcome.kind === 'written' ||
        (outcome.item !== undefined && readMember(outcome.item).standing === 'member')
      );
    },
  };
}

function isUnchanged(TableName: string, { room, memberId, revision }: Member): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName,
      Key: keyOfMember(room, memberId),
      ConditionExpression: 'Revision = :seen',
      ExpressionAttributeValues: attributesOf({ ':seen': revision }),
    },
  };
}
