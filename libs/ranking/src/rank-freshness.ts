import { type BoardChange, sortableSequence } from './board/board-change.ts';
import type { AppliedChange } from './board/redis-board.ts';

/** The writer's clock and that of DynamoDB, and the retries of a write, differ by less. */
const SAME_WRITE_MS = 60_000;

/**
 * How old each result is whose rank these changes have made readable just now: milliseconds since its message was sent.
 * `applied` is what the board took of the changes. No age is told for what the board had before, such as in a record that
 * comes again or of a player whom a repair or a rebuild has put there, nor for a score that no result has made.
 */
export function rankFreshness(
  changes: readonly BoardChange[],
  applied: readonly AppliedChange[],
  now: Date,
): number[] {
  const byPlayer = Map.groupBy(changes, ({ player }) => player);
  return applied.flatMap(({ change, before }) => {
    // A player who is off the board again has no rank to read.
    if (!change.rating) return [];
    const own = byPlayer.get(change.player) ?? [];
    return own.flatMap((each) => {
      const sentAt = sentAtOf(each);
      return sentAt === undefined || sentAt > now.getTime() || !isNewTo(before, each)
        ? []
        : now.getTime() - sentAt;
    });
  });
}

/** When the result was sent that wrote this change. An item that others wrote may hold the times of an older score. */
function sentAtOf({ rating, waitedMs, changedAt }: BoardChange): number | undefined {
  if (!rating || waitedMs === undefined || changedAt === undefined) return undefined;
  return Math.abs(changedAt - rating.since) > SAME_WRITE_MS ? undefined : rating.since - waitedMs;
}

/** By time too: a repair or a rebuild takes scores from the table, without the sequence numbers of the stream. */
function isNewTo(before: AppliedChange['before'], { sequenceNumber, rating }: BoardChange): boolean {
  if (!before || !rating) return true;
  return sortableSequence(sequenceNumber) > before.sequenceNumber && rating.since > (before.since ?? -1);
}
