/** `none`: was never there, or has left. A mute, a ban and being a moderator outlive leaving. */
export type Member = {
  room: string;
  memberId: string;
  standing: 'none' | 'member' | 'banned';
  /** May mute and ban. The owner of the room may too, and needs no such mark. */
  isModerator: boolean;
  /** Milliseconds since 1970. */
  mutedUntil?: number | undefined;
  /** When the lease of each connection in the room ends, by connection id, in milliseconds since 1970. */
  leases: Readonly<Record<string, number>>;
  /** Whether the others have been told of the presence. */
  isPresent: boolean;
  /** The number of the last message that was read. */
  lastRead: number;
  /** How often this was written; 0 where nothing stands. */
  revision: number;
};

export const noMember = (room: string, memberId: string): Member => ({
  ...{ room, memberId, standing: 'none', leases: {}, isModerator: false },
  ...{ isPresent: false, lastRead: 0, revision: 0 },
});

export const isMuted = ({ mutedUntil = 0 }: Member, now: number): boolean => mutedUntil > now;

/** Whether one of the connections has a lease that has not ended: the lease alone decides, not what others were told. */
export function isThere({ standing, leases }: Member, now: number): boolean {
  return standing === 'member' && Object.values(leases).some((until) => until > now);
}
