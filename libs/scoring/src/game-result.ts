import * as z from 'zod/mini';
import { wellFormedText } from '@hanok/events';

/** Bound of each difference; a million results of this size still sum to an exact double. */
export const MAX_DIFF = 1_000_000_000;

const diff = z.int().check(z.minimum(-MAX_DIFF), z.maximum(MAX_DIFF));

/**
 * One player's part of one game, as the game server sends it to `game-result-queue`. `ResultId` is the producer's
 * own id of this result: sent again under the same id it counts once. Other fields are passed over.
 */
export const gameResult = z.object({
  /** Partition key of the player table: at most 2,048 bytes. */
  PlayerName: wellFormedText(2048),
  WinDiff: diff,
  LoseDiff: diff,
  ScoreDiff: diff,
  ResultId: z.optional(wellFormedText(1024)),
});
/** What one game changes of one player. */
export type GameResult = z.infer<typeof gameResult>;
