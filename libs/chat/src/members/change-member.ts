import { ContendedError, untilUncontended } from '@hanok/tables';
import { isChatName } from '../chat-name.ts';
import type { ChatSettings } from '../chat-settings.ts';
import type { ChatMemberTable } from '../tables/chat-member-table.ts';
import type { Member } from './member.ts';
import { changeOf, type MemberChange, type MemberRefusal, presenceEvent } from './member-change.ts';

/**
 * `presence` is to be told to the others, and is answered at most once: a crash may lose it, and who reads presence sees
 * the truth. `removed` are the connections that left the room.
 */
type MemberOutcome =
  | { kind: 'changed'; member: Member; presence: 'entered' | 'left' | undefined; removed: string[] }
  | { kind: 'refused'; code: MemberRefusal };
export type ChangeMember = (
  at: { room: string; memberId: string },
  change: MemberChange,
  signal: AbortSignal,
  /** Who asks for the change of another member: the owner of the room or one of its moderators. */
  by?: { memberId: string; mustOwn: boolean },
) => Promise<MemberOutcome>;

/**
 * Changes one member by a pure function, in one transaction with the items of the connections. Throws `ContendedError`
 * when others were first six times; every change may be made again.
 */
export function changeMember(options: {
  members: ChatMemberTable;
  settings: ChatSettings;
  now?: () => Date;
  random?: () => number;
}): ChangeMember {
  const { members, settings, now = () => new Date(), random } = options;
  const attempt = async (
    { room, memberId }: { room: string; memberId: string },
    change: MemberChange,
    signal: AbortSignal,
    by: Parameters<ChangeMember>[3],
  ): Promise<MemberOutcome | { kind: 'contended' }> => {
    if (!isChatName(room) || !isChatName(memberId)) return { kind: 'refused', code: 'Malformed' };
    const at = now();
    const before = await members.read(room, memberId, signal);
    const asking = by && (await members.read(room, by.memberId, signal));
    const ownerId = asking && (await members.findOwner(room, signal));
    if (asking && !mayModerate(asking, before, { ownerId, mustOwn: by.mustOwn }))
      return { kind: 'refused', code: 'NotModerator' };
    const changed = changeOf(change, before, at.getTime(), settings);
    if (changed.kind === 'refused') return changed;
    const { member } = changed;
    const { membersPerRoom } = settings;
    const isSame = JSON.stringify(member) === JSON.stringify(before);
    const written = isSame
      ? WRITTEN
      : await members.write(before, changed, { now: at, membersPerRoom, by: asking, signal });
    if (written.kind === 'contended') return { kind: 'contended' };
    if (written.kind === 'full') return { kind: 'refused', code: 'RoomFull' };
    if (written.kind === 'disconnected') return { kind: 'refused', code: 'Disconnected' };
    const removed = Object.keys(before.leases).filter((each) => !Object.hasOwn(member.leases, each));
    return { kind: 'changed', member, presence: presenceEvent(before, member), removed };
  };
  return async (at, change, signal, by) => {
    const outcome = await untilUncontended(() => attempt(at, change, signal, by), { signal, random });
    if (outcome.kind === 'contended') throw new ContendedError();
    return outcome;
  };
}

/** The owner moderates everyone else; a moderator those who are neither. No one moderates themselves. */
function mayModerate(
  asking: Member,
  { memberId, isModerator }: Member,
  { ownerId, mustOwn }: { ownerId: string | undefined; mustOwn: boolean },
): boolean {
  if (asking.standing !== 'member' || asking.memberId === memberId) return false;
  if (asking.memberId === ownerId) return true;
  return !mustOwn && asking.isModerator && !isModerator && memberId !== ownerId;
}

const WRITTEN = { kind: 'written' } as const;
