import { type Comparison, findDifferences, lookAgain } from './find-differences.ts';
import type { Difference } from './score-difference.ts';

/** Most differences that are kept. */
export const MAX_DIFFERENCES = 1_000;

/** How a board differs from the table. */
export type Verification = {
  /** Players of the table that were compared. */
  players: number;
  /** At most `MAX_DIFFERENCES`, each still there at a second look. */
  differences: Difference[];
  /** About how many more there were at the first look. */
  more: number;
};

/**
 * Holds the board against the player table, both in use: what differs at first is looked at again after `settle`.
 * Memory does not grow with table or board.
 */
export async function verifyRanking(comparison: Comparison): Promise<Verification> {
  const suspects = new Set<string>();
  let more = 0;
  const looking = findDifferences(comparison);
  let look = await looking.next();
  for (; !look.done; look = await looking.next())
    for (const { player } of look.value) {
      if (suspects.size < MAX_DIFFERENCES) suspects.add(player);
      else more += 1;
    }
  if (suspects.size > 0) await comparison.settle();
  const found = await lookAgain(comparison, [...suspects]);
  return { players: look.value, differences: found.map(({ difference }) => difference), more };
}
