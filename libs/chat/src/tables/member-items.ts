import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { attributesOf, type Item, keyOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import type { Member } from '../members/member.ts';
import { CHAT_MEMBER_TABLE } from './definitions.ts';

/** The item of the room itself; no member has such a name. */
export const ROOM_ITSELF = '$room';
/** Rooms are spread over so many partitions of the index by leases. */
export const LEASE_SHARDS = 8;

const memberItem = z.object({
  Room: z.string(),
  MemberId: z.string(),
  Standing: z.enum(['none', 'member', 'banned']),
  IsModerator: z.optional(z.boolean()),
  MutedUntil: z.optional(z.int()),
  Leases: z.record(z.string(), z.int()),
  IsPresent: z.boolean(),
  LastRead: z.optional(z.int()),
  Revision: z.int(),
});
const roomItem = z.object({ OwnerId: z.optional(z.string()) });

export const keyOfMember = (Room: string, MemberId: string) => keyOf(CHAT_MEMBER_TABLE, { Room, MemberId });
export const leaseShard = (shard: number) => `leases${shard}`;

export function readMember(item: Item): Member {
  const read = readItem(CHAT_MEMBER_TABLE, memberItem, item);
  return {
    ...{ room: read.Room, memberId: read.MemberId, standing: read.Standing, leases: read.Leases },
    ...{ isModerator: read.IsModerator ?? false, mutedUntil: read.MutedUntil, isPresent: read.IsPresent },
    ...{ lastRead: read.LastRead ?? 0, revision: read.Revision },
  };
}

/** Who made the room; undefined for one that was made before rooms had owners. */
export const readOwner = (item: Item): string | undefined =>
  readItem(CHAT_MEMBER_TABLE, roomItem, item).OwnerId;

/** Writes a member as it is after a change. `LastRead` is not among it: that is written by itself. */
export function memberUpdate(TableName: string, before: Member, after: Member): TransactWriteItem {
  const { room, memberId, leases } = after;
  const ends = Object.values(leases);
  const isLeased = ends.length > 0;
  const muted = after.mutedUntil === undefined ? '' : ', MutedUntil = :muted';
  const leased = isLeased ? ', LeaseShard = :shard, LeaseEnds = :ends' : ' REMOVE LeaseShard, LeaseEnds';
  return {
    Update: {
      TableName,
      Key: keyOfMember(room, memberId),
      UpdateExpression: `SET Standing = :standing, IsModerator = :moderator, Leases = :leases, IsPresent = :present, Revision = :next${muted}${leased}`,
      // The very state that the change was decided on.
      ConditionExpression: before.revision === 0 ? 'attribute_not_exists(MemberId)' : 'Revision = :seen',
      ExpressionAttributeValues: attributesOf({
        ...{ ':standing': after.standing, ':moderator': after.isModerator, ':leases': leases },
        ...{ ':present': after.isPresent, ':muted': after.mutedUntil },
        ':shard': isLeased ? shardOf(room) : undefined,
        ':ends': isLeased ? Math.min(...ends) : undefined,
        ':seen': before.revision === 0 ? undefined : before.revision,
        ':next': before.revision + 1,
      }),
    },
  };
}

/** Counts a member that comes or goes. The first one that comes has made the room, and stays its owner. */
export function countUpdate(
  TableName: string,
  { room, memberId }: Member,
  count: number,
  most: number,
): TransactWriteItem {
  const Key = keyOfMember(room, ROOM_ITSELF);
  const UpdateExpression = 'ADD MemberCount :count';
  if (count < 0)
    return {
      Update: {
        TableName,
        Key,
        UpdateExpression,
        ExpressionAttributeValues: attributesOf({ ':count': count }),
      },
    };
  return {
    Update: {
      ...{ TableName, Key },
      UpdateExpression: `SET OwnerId = if_not_exists(OwnerId, :member) ${UpdateExpression}`,
      // A first member, and one that still fits.
      ConditionExpression: 'attribute_not_exists(MemberCount) OR MemberCount < :most',
      ExpressionAttributeValues: attributesOf({ ':count': count, ':most': most, ':member': memberId }),
    },
  };
}

function shardOf(room: string): string {
  const sum = Buffer.from(room).reduce((hash, byte) => (Math.imul(hash, 31) + byte) >>> 0, 7);
  return leaseShard(sum % LEASE_SHARDS);
}
