import type { StreamChange } from '@hanok/lambda';
import type { PlayerImage, PlayerKey } from '../player-image.ts';
import { sequenceOf, sinceOf } from './order-member.ts';

/** A score and when the player reached it, in milliseconds since the epoch. */
export type Rating = { score: number; since: number };

/** What one record says of one player. */
export type BoardChange = {
  player: string;
  /** As the stream has it: up to 40 digits, growing with every change of the player. */
  sequenceNumber: string;
  /** Undefined takes the player off the board. */
  rating: Rating | undefined;
  /** Milliseconds that the result behind it waited until `since`; undefined when no result is known to have made it. */
  waitedMs?: number | undefined;
  /** When it was made, by DynamoDB's clock: milliseconds since the epoch. Absent, it counts as made after any rebuild. */
  changedAt?: number | undefined;
};

/** What a board remembers of the last change of a player: its sequence number with 40 digits, and the time of the score. */
export type SeenChange = { sequenceNumber: string; since: number | undefined };

/** Reads the state that the board keeps of a player; undefined for none. */
export function seenChange(state: string): SeenChange | undefined {
  if (state === '') return undefined;
  const since = sinceOf(state);
  return { sequenceNumber: sequenceOf(state), since: since === '' ? undefined : Number(since) };
}

/** A time that is not told counts as the latest: among equal scores such a player comes last. */
const UNKNOWN_SINCE = Number.MAX_SAFE_INTEGER;

/**
 * The change that a stream record means for the board. An item that is gone or has no `Score` is off the board.
 * The time is a function of this record alone, never of what came before: only so do records in any order give the
 * same board.
 */
export function toBoardChange(record: StreamChange<PlayerKey, PlayerImage>): BoardChange {
  const { key, image, sequenceNumber, changedAt } = record;
  const player = key.PlayerName;
  if (image?.Score === undefined) return { player, sequenceNumber, rating: undefined, changedAt };
  const since = image.ScoreSince ?? (changedAt === undefined ? UNKNOWN_SINCE : Math.round(changedAt));
  const rating = { score: image.Score, since };
  return { player, sequenceNumber, rating, waitedMs: image.ScoreWait, changedAt };
}

/** The newest change of each player. */
export function newestChanges(changes: readonly BoardChange[]): BoardChange[] {
  const newest = new Map<string, BoardChange>();
  for (const change of changes) {
    const other = newest.get(change.player);
    if (!other || isNewer(change, other)) newest.set(change.player, change);
  }
  return [...newest.values()];
}

function isNewer(change: BoardChange, other: BoardChange): boolean {
  return sortableSequence(change.sequenceNumber) > sortableSequence(other.sequenceNumber);
}

/** The sequence number with 40 digits, so that text compares as the number does. */
export function sortableSequence(sequenceNumber: string): string {
  return sequenceNumber.padStart(40, '0');
}
