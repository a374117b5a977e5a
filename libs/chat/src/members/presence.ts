import { asError } from '@hanok/lambda';
import type { ChatConnectionTable } from '../tables/chat-connection-table.ts';
import type { ChatMemberTable } from '../tables/chat-member-table.ts';
import type { ChangeMember } from './change-member.ts';
import { isThere, type Member } from './member.ts';
import { endLeases, leaveConnection } from './member-change.ts';

/** Who has left which room, to be told to the others; each leave is answered by one call at most. */
export type Leave = { room: string; memberId: string };

/**
 * Ends one connection in all its rooms, on `$disconnect` and when a post to it is answered 410. It is closed first: a
 * join or a beginning that comes later finds it closed. Should this end halfway, the leases do the rest.
 */
export function endConnection(options: {
  connections: ChatConnectionTable;
  change: ChangeMember;
  now?: () => Date;
}): (connectionId: string, signal: AbortSignal) => Promise<Leave[]> {
  const { connections, change, now = () => new Date() } = options;
  return async (connectionId, signal) => {
    await connections.close(connectionId, now(), signal);
    const leaves: Leave[] = [];
    for (const { room, userId } of await connections.roomsOf(connectionId, signal)) {
      const outcome = await change({ room, memberId: userId }, leaveConnection(connectionId), signal);
      if (outcome.kind !== 'changed') continue;
      if (!outcome.removed.includes(connectionId)) await connections.remove(connectionId, room, signal);
      if (outcome.presence === 'left') leaves.push({ room, memberId: userId });
    }
    return leaves;
  };
}

/** Ends the leases of a room that are over, for connections whose `$disconnect` was lost. */
export function endLapsed(options: {
  members: ChatMemberTable;
  change: ChangeMember;
  now?: () => Date;
}): (room: string, signal: AbortSignal) => Promise<Leave[]> {
  const { members, change, now = () => new Date() } = options;
  return async (room, signal) => {
    const leaves: Leave[] = [];
    for await (const member of membersOf(members, room, signal)) {
      if (Object.values(member.leases).every((until) => until > now().getTime())) continue;
      const { memberId } = member;
      const outcome = await change({ room, memberId }, endLeases, signal);
      if (outcome.kind === 'changed' && outcome.presence === 'left') leaves.push({ room, memberId });
    }
    return leaves;
  };
}

/**
 * Ends the leases of all rooms that are over, and answers each leave once, as it comes, with what could not be ended:
 * the next sweep finds that again. `hasTime` is asked before each member.
 */
export function sweepLeases(options: {
  members: ChatMemberTable;
  change: ChangeMember;
  now?: () => Date;
}): (hasTime: () => boolean, signal: AbortSignal) => AsyncGenerator<Leave | { error: Error }, void> {
  const { members, change, now = () => new Date() } = options;
  return async function* (hasTime, signal) {
    for await (const { room, memberId } of members.lapsed(now(), signal)) {
      if (!hasTime()) return;
      try {
        const outcome = await change({ room, memberId }, endLeases, signal);
        if (outcome.kind === 'changed' && outcome.presence === 'left') yield { room, memberId };
      } catch (thrown) {
        yield { error: asError(thrown) };
      }
    }
  };
}

/** The ids of the members that are there now, each once. A lease that is over counts no more, ended or not. */
export function readPresence(options: {
  members: ChatMemberTable;
  now?: () => Date;
}): (room: string, signal: AbortSignal) => Promise<string[]> {
  const { members, now = () => new Date() } = options;
  return async (room, signal) => {
    const all = await Array.fromAsync(membersOf(members, room, signal));
    return all.filter((member) => isThere(member, now().getTime())).map(({ memberId }) => memberId);
  };
}

async function* membersOf(
  table: ChatMemberTable,
  room: string,
  signal: AbortSignal,
): AsyncGenerator<Member, void> {
  let cursor: string | undefined;
  do {
    const { members, next } = await table.page(room, { ...(cursor !== undefined && { cursor }), signal });
    yield* members;
    cursor = next;
  } while (cursor !== undefined);
}
