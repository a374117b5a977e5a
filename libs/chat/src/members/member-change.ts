import type { ChatSettings } from '../chat-settings.ts';
import { isThere, type Member } from './member.ts';

export type MemberRefusal =
  | 'Malformed'
  | 'Banned'
  | 'NotMember'
  | 'TooManyConnections'
  | 'RoomFull'
  | 'Disconnected'
  | 'NotModerator';
type Refused = { kind: 'refused'; code: MemberRefusal };
/** `joined`: a connection that must be open for the change to be written. */
export type MemberChanged = { kind: 'changed'; member: Member; joined?: string };
/** What becomes of a member; the same change again changes nothing more. `now`: milliseconds since 1970. */
export type MemberChange = (member: Member, now: number, settings: ChatSettings) => MemberChanged | Refused;

/** Becomes a member of the room, where they are not banned. The first one has made the room, and is its owner. */
export const enterRoom: MemberChange = (member) =>
  member.standing === 'banned' ? refused('Banned') : changed({ ...member, standing: 'member' });

/** Is no member any more, and leaves the room with all connections. */
export const leaveRoom: MemberChange = (member) =>
  member.standing === 'banned' ? changed(member) : changed({ ...member, standing: 'none', leases: {} });

/** Is put out of the room with all connections, is no moderator any more, and enters no more. */
export const banMember: MemberChange = (member) =>
  changed({ ...member, standing: 'banned', leases: {}, isModerator: false });

/** May enter again. */
export const unbanMember: MemberChange = (member) =>
  changed(member.standing === 'banned' ? { ...member, standing: 'none' } : member);

/** Until a time; one that is past ends a mute. */
export const muteMember =
  (until: Date): MemberChange =>
  (member) =>
    changed({ ...member, mutedUntil: until.getTime() });

/** A mute ends. */
export const unmuteMember: MemberChange = (member) =>
  changed(member.mutedUntil === undefined ? member : { ...member, mutedUntil: 0 });

/** Becomes a moderator, or ends to be one. Only who is a member of the room becomes one. */
export const appointModerator =
  (isModerator: boolean): MemberChange =>
  (member) =>
    isModerator && member.standing !== 'member' ? refused('NotMember') : changed({ ...member, isModerator });

/** A connection joins, or renews its lease. */
export const joinConnection =
  (connectionId: string): MemberChange =>
  (member, now, { leaseSeconds, connectionsPerMember }) => {
    if (member.standing === 'banned') return refused('Banned');
    if (member.standing === 'none') return refused('NotMember');
    const leases = { ...running(member, now), [connectionId]: now + leaseSeconds * 1000 };
    if (Object.keys(leases).length > connectionsPerMember) return refused('TooManyConnections');
    return { ...changed({ ...member, leases }), joined: connectionId };
  };

/** A connection leaves the room; the member stays one. */
export const leaveConnection =
  (connectionId: string): MemberChange =>
  (member, now) => {
    const leases = Object.entries(running(member, now)).filter(([each]) => each !== connectionId);
    return changed({ ...member, leases: Object.fromEntries(leases) });
  };

/** Leases that have ended go. */
export const endLeases: MemberChange = (member, now) => changed({ ...member, leases: running(member, now) });

/** What the others are told, once for each person however many connections there are. */
export function presenceEvent(before: Member, after: Member): 'entered' | 'left' | undefined {
  if (before.isPresent === after.isPresent) return undefined;
  return after.isPresent ? 'entered' : 'left';
}

/** The change with what follows from it for presence. */
export function changeOf(
  change: MemberChange,
  member: Member,
  now: number,
  settings: ChatSettings,
): MemberChanged | Refused {
  const answer = change(member, now, settings);
  if (answer.kind === 'refused') return answer;
  return { ...answer, member: { ...answer.member, isPresent: isThere(answer.member, now) } };
}

function running({ leases }: Member, now: number): Member['leases'] {
  return Object.fromEntries(Object.entries(leases).filter(([, until]) => until > now));
}

const changed = (member: Member): MemberChanged => ({ kind: 'changed', member });
const refused = (code: MemberRefusal): Refused => ({ kind: 'refused', code });
