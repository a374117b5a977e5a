import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  attributesOf,
  ContendedError,
  type Item,
  keyOf,
  readItem,
  transact,
  untilUncontended,
  writeOutcome,
} from '@hanok/tables';
import * as z from 'zod/mini';
import { type Member, noMember } from '../members/member.ts';
import type { MemberChanged } from '../members/member-change.ts';
import type { ChatConnectionTable } from './chat-connection-table.ts';
import { CHAT_MEMBER_TABLE } from './definitions.ts';

/** The item of the room itself, before all members; no member has such a name. */
const ROOM_ITSELF = '$room';

const memberItem = z.object({
  Room: z.string(),
  MemberId: z.string(),
  Standing: z.enum(['none', 'member', 'banned']),
  MutedUntil: z.optional(z.int()),
  Leases: z.record(z.string(), z.int()),
  IsPresent: z.boolean(),
  LastRead: z.optional(z.int()),
  Revision: z.int(),
});
/** `contended`: another change was first. `full`, `disconnected`: nothing is written, because of room or connection. */
type MemberWritten = { kind: 'written' | 'contended' | 'full' | 'disconnected' };

/** The members of rooms. This file alone knows their expressions. */
export type ChatMemberTable = ReturnType<typeof createChatMemberTable>;

export function createChatMemberTable(options: {
  client: DynamoDBClient;
  table: string;
  connections: ChatConnectionTable;
}) {
  const { client, table: TableName, connections } = options;
  return {
    /** Who has no item is `noMember`. */
    read: async (room: string, memberId: string, abortSignal: AbortSignal): Promise<Member> => {
      const get = new GetItemCommand({ TableName, Key: keyOfMember(room, memberId), ConsistentRead: true });
      const { Item } = await client.send(get, { abortSignal });
      return Item ? readMember(Item) : noMember(room, memberId);
    },
    /** A page of all who have an item in the room, by id; `next` is the cursor of the page after it. */
    page: async (
      room: string,
      { cursor = ROOM_ITSELF, limit = 100, signal }: { cursor?: string; limit?: number; signal: AbortSignal },
    ) => {
      const query = new QueryCommand({
        TableName,
        Limit: limit,
        ConsistentRead: true,
        KeyConditionExpression: '#room = :room AND MemberId > :after',
        ExpressionAttributeNames: { '#room': 'Room' },
        ExpressionAttributeValues: attributesOf({ ':room': room, ':after': cursor }),
      });
      const { Items = [], LastEvaluatedKey } = await client.send(query, { abortSignal: signal });
      const members = Items.map(readMember);
      const last = LastEvaluatedKey && members.at(-1);
      return last ? { members, next: last.memberId } : { members };
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
    /** Writes the change with the room's count and the items of the connections that joined or left. */
    write: async (
      before: Member,
      { member: after, joined }: MemberChanged,
      { now, membersPerRoom, signal }: { now: Date; membersPerRoom: number; signal: AbortSignal },
    ): Promise<MemberWritten> => {
      const { room, memberId } = after;
      const count = Number(after.standing === 'member') - Number(before.standing === 'member');
      const left = Object.keys(before.leases).filter((each) => !Object.hasOwn(after.leases, each));
      const item = (connectionId: string) => ({ connectionId, room, userId: memberId });
      const writes: Record<string, TransactWriteItem> = {
        member: { Update: memberUpdate(TableName, before, after) },
        ...(count !== 0 && { room: { Update: countUpdate(TableName, room, count, membersPerRoom) } }),
        ...(joined !== undefined && {
          connection: connections.isOpen(joined, memberId),
          joined: connections.joined(item(joined), now),
        }),
        ...Object.fromEntries(left.map((each) => [`left ${each}`, connections.left(each, room)])),
      };
      const written = await transact(client, writes, signal);
      if (written.kind === 'refused') throw written.error;
      if (written.kind !== 'unmet') return written;
      if (written.by['member']) return { kind: 'contended' };
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
      return outcome.kind === 'written' || (outcome.item !== undefined && isMember(outcome.item));
    },
  };
}

const keyOfMember = (Room: string, MemberId: string) => keyOf(CHAT_MEMBER_TABLE, { Room, MemberId });

function readMember(item: Item): Member {
  const read = readItem(CHAT_MEMBER_TABLE, memberItem, item);
  return {
    ...{ room: read.Room, memberId: read.MemberId, standing: read.Standing, leases: read.Leases },
    ...{ mutedUntil: read.MutedUntil, isPresent: read.IsPresent },
    ...{ lastRead: read.LastRead ?? 0, revision: read.Revision },
  };
}

const isMember = (item: Item) => readMember(item).standing === 'member';

/** `LastRead` is not among it: that is written by itself, whatever else changes. */
function memberUpdate(TableName: string, before: Member, after: Member) {
  const isMuted = after.mutedUntil !== undefined;
  return {
    TableName,
    Key: keyOfMember(after.room, after.memberId),
    UpdateExpression: `SET Standing = :standing, Leases = :leases, IsPresent = :present, Revision = :next${isMuted ? ', MutedUntil = :muted' : ''}`,
    // The very state that the change was decided on.
    ConditionExpression: before.revision === 0 ? 'attribute_not_exists(MemberId)' : 'Revision = :seen',
    ExpressionAttributeValues: attributesOf({
      ':standing': after.standing,
      ':leases': after.leases,
      ':present': after.isPresent,
      ':muted': after.mutedUntil,
      ':seen': before.revision === 0 ? undefined : before.revision,
      ':next': before.revision + 1,
    }),
  };
}

function countUpdate(TableName: string, room: string, count: number, most: number) {
  return {
    TableName,
    Key: keyOfMember(room, ROOM_ITSELF),
    UpdateExpression: 'ADD MemberCount :count',
    // A first member, and one that still fits.
    ...(count > 0 && {
      ConditionExpression: 'attribute_not_exists(MemberCount) OR MemberCount < :most',
    }),
    ExpressionAttributeValues: attributesOf({ ':count': count, ':most': count > 0 ? most : undefined }),
  };
}
