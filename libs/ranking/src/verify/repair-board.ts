import type { Observation, TaskHandler } from '@hanok/lambda';
import * as z from 'zod/mini';
import { boardName } from '../board/board-keys.ts';
import type { PlayerScan } from '../tables/rated-player.ts';
import type { BoardRepair } from './board-repair.ts';
import { type Repair, repairRanking } from './repair-ranking.ts';
import type { ScoreReader } from './score-reader.ts';

/** The event of a repair: the name of the board, or none for the usual one. */
export const repairInput = z.strictObject({ board: z.optional(boardName) });

/**
 * Repairs one board; `open` opens the board of that name. Counts `PlayersRepaired`, 0 too, and `PlayersUnreadable`,
 * whose score no board can hold; writes a line when players differed.
 */
export function repairBoard(
  options: Observation & {
    open: (name: string) => { board: ScoreReader; repair: BoardRepair };
    players: PlayerScan;
    /** Waits until what is on its way from table to board has arrived. */
    settle: (signal: AbortSignal) => Promise<void>;
    usualBoard: string;
  },
): TaskHandler<z.infer<typeof repairInput>, Repair & { board: string }> {
  const { open, players, settle, usualBoard, log, metrics } = options;
  return async ({ board = usualBoard }, signal) => {
    const comparison = { ...open(board), players, settle: () => settle(signal), signal };
    const result = { board, ...(await repairRanking(comparison)) };
    if (Object.keys(result.found).length > 0) log.warn('board differed', result);
    metrics.count('PlayersRepaired', result.repaired);
    metrics.count('PlayersUnreadable', result.found.unreadable ?? 0);
    return result;
  };
}
