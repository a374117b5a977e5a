import type { BoardRepair } from './board-repair.ts';
import { type Comparison, type Finding, findDifferences, lookAgain } from './find-differences.ts';
import type { Difference } from './score-difference.ts';

/** Players that are repaired in one step. */
const CHUNK = 1_000;

/** What a repair has found and put right. */
export type Repair = {
  /** Players of the table that were compared. */
  players: number;
  /** Players who differed at a second look, by kind. */
  found: Partial<Record<Difference['kind'], number>>;
  /** How many of them were put right; the stream moved the others meanwhile, or nothing of them is on the board. */
  repaired: number;
};

/**
 * Puts the players who differ on the board where the table has them, both in use, and leaves all others alone. What
 * differs at first is looked at again after `settle`, which runs once. A player whom the stream moves between look and
 * repair is left to it. While the stream catches up, a record that is older than the repair may show once more what it
 * holds, until its successors come. Rejects when the signal aborts, and when table or Redis fail: what is repaired stays.
 */
export async function repairRanking(comparison: Comparison & { repair: BoardRepair }): Promise<Repair> {
  const suspects = new Set<string>();
  const result: Repair = { players: 0, found: {}, repaired: 0 };
  let hasSettled = false;
  const repairSuspects = async () => {
    if (!hasSettled && suspects.size > 0) await comparison.settle();
    hasSettled = true;
    const findings = await lookAgain(comparison, [...suspects]);
    suspects.clear();
    for (const { kind } of findings.map(({ difference }) => difference))
      result.found[kind] = (result.found[kind] ?? 0) + 1;
    result.repaired += await comparison.repair(findings.filter(canBeRepaired));
  };
  const looking = findDifferences(comparison);
  let look = await looking.next();
  for (; !look.done; look = await looking.next()) {
    for (const { player } of look.value) {
      suspects.add(player);
      if (suspects.size === CHUNK) await repairSuspects();
    }
  }
  await repairSuspects();
  return { ...result, players: look.value };
}

/** A score that no board can hold is right when the player is not on the board. */
function canBeRepaired({ table, board }: Finding): boolean {
  return table !== 'unreadable' || board.scored !== undefined || board.listed !== undefined;
}
