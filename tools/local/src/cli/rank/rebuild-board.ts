import { beginRebuild, rebuildRanking } from '@hanok/ranking';
import type { OpenRanking } from './open-ranking.ts';
import { showProgress } from './progress.ts';

/** Makes the board anew from the table and prints how far it has come, and what came of it. */
export async function rebuildBoard(ranking: OpenRanking, signal: AbortSignal): Promise<void> {
  const { tableName, board, players, redis } = ranking;
  console.log(`Rebuilding board ${board} from table ${tableName}`);
  const begun = performance.now();
  const progress = showProgress(process.stdout);
  const rebuilding = rebuildRanking({
    begin: (from) => beginRebuild(redis, { name: board, from }),
    players,
    signal,
    onProgress: ({ read, replaces }) => progress.update(read, replaces),
  });
  const outcome = await rebuilding.finally(progress.end);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  console.log(`Board ${board} swapped in after ${seconds} s, players: ${outcome.players}`);
  if (outcome.unreadable > 0)
    console.log(`Left out, for a score that no board can hold: ${outcome.unreadable}`);
}
