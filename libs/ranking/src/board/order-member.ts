const SINCE_LENGTH = 16;
const SEQUENCE_LENGTH = 40;

/** A time as text of 16 digits that sorts by bytes as the number does: whole milliseconds from 0 to 2^53 - 1. */
export function sinceText(since: number): string {
  return since.toString().padStart(SINCE_LENGTH, '0');
}

/** The player of a member of the order set, which is a `sinceText` followed by the player's name. */
export function playerOf(member: string): string {
  return member.slice(SINCE_LENGTH);
}

/** The sequence number of what a board remembers of a player. */
export function sequenceOf(state: string): string {
  return state.slice(0, SEQUENCE_LENGTH);
}

/** The `sinceText` of what a board remembers of a player, which follows the sequence number; empty when removed. */
export function sinceOf(state: string): string {
  return state.slice(SEQUENCE_LENGTH);
}
