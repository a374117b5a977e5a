import type { TaskHandler } from '@hanok/lambda';
import * as z from 'zod/mini';
import { boardName } from '../board/board-keys.ts';
import type { PlayerScan } from '../tables/rated-player.ts';
import { rebuildRanking, type RebuildOutcome } from './rebuild-ranking.ts';
import type { BoardRebuild } from './begin-rebuild.ts';

/** The event of a rebuild: the name of the board, or none for the usual one. */
export const rebuildInput = z.strictObject({ board: z.optional(boardName) });

/** Rebuilds one board; `begin` begins to rebuild the board of that name. */
export function rebuildBoard(options: {
  begin: (board: { name: string; from: number | undefined }) => Promise<BoardRebuild>;
  players: Pick<PlayerScan, 'serverTime' | 'pages'>;
  usualBoard: string;
}): TaskHandler<z.infer<typeof rebuildInput>, RebuildOutcome & { board: string }> {
  const { begin, players, usualBoard } = options;
  return async ({ board = usualBoard }, signal) => ({
    board,
    ...(await rebuildRanking({ begin: (from) => begin({ name: board, from }), players, signal })),
  });
}
