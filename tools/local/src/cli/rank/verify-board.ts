import { setTimeout as delay } from 'node:timers/promises';
import { createShardedScoreReader, type Verification, verifyRanking } from '@hanok/ranking';
import { lines, print } from '../terminal.ts';
import { differenceTable } from './difference-table.ts';
import type { OpenRanking } from './open-ranking.ts';
import { showProgress } from './progress.ts';

/** Longer than a change is on its way from the table through its stream to the board. */
const SETTLE_MS = 2_000;

/** Prints who differs between table and board, or that none do; answers whether they are the same. */
export async function verifyBoard(ranking: OpenRanking, signal: AbortSignal): Promise<boolean> {
  const { tableName, board: name, players, clients } = ranking;
  const board = createShardedScoreReader({ clients, name });
  const { scored } = await board.sizes();
  // Lines of progress would stand among those of the result.
  const progress = process.stdout.isTTY ? showProgress(process.stdout) : undefined;
  const settle = () => delay(SETTLE_MS, undefined, { signal });
  const onProgress = (read: number) => progress?.update(read, scored);
  const verifying = verifyRanking({ players, board, settle, signal, onProgress });
  const found = await verifying.finally(progress?.end);
  const counts = `${counted(found.players, 'player')} in table ${tableName}, ${scored} on board ${name}`;
  print(lines(resultText(found, counts)));
  return found.differences.length + found.more === 0;
}

function resultText({ differences, more }: Verification, counts: string): string {
  if (differences.length + more === 0) return `no differences: ${counts}`;
  const others = more === 0 ? '' : `, and about ${more} more`;
  return `${differenceTable(differences)}\n\n${counted(differences.length, 'difference')}${others}: ${counts}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
