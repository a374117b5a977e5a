import { beginShardedRebuild, rebuildRanking } from '@hanok/ranking';
import { interrupted } from '../interrupted.ts';
import { UsageError } from '../read-arguments.ts';
import { lines, print, printError } from '../terminal.ts';
import { openRanking, type OpenRanking } from './open-ranking.ts';
import { type RankCommand, rankUsage, readRankOptions } from './rank-options.ts';
import { namedPlace } from './rank-place.ts';
import { showProgress } from './progress.ts';
import { stackPlace } from './stack-place.ts';
import { verifyBoard } from './verify-board.ts';

/** Ctrl-C, or a kill. */
class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/**
 * `npm run rank:verify` and `npm run rank:rebuild`, by default on the local stack that wrote `outputsFile`. Never
 * throws; what went wrong is one line on stderr. Answers the exit code: 0, 1 for differences or a failure, 2 for a
 * command line that it does not know.
 */
export async function runRank(
  command: RankCommand,
  args: readonly string[],
  outputsFile: string,
): Promise<number> {
  try {
    const { help, place, ...board } = readRankOptions(args);
    if (help) {
      print(lines(rankUsage(command)));
      return 0;
    }
    const { REDIS_USERNAME: username, REDIS_PASSWORD: password } = process.env;
    const found = place ? namedPlace(place, { username, password }) : await stackPlace(outputsFile);
    return await run(command, openRanking(found, board));
  } catch (error) {
    printError(failureLine(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(command: RankCommand, ranking: OpenRanking): Promise<number> {
  const stop = new AbortController();
  void interrupted().then(() => stop.abort(new InterruptedError('Interrupted')));
  try {
    if (command === 'verify') return (await verifyBoard(ranking, stop.signal)) ? 0 : 1;
    await rebuildBoard(ranking, stop.signal);
    return 0;
  } catch (error) {
    // A client that is aborted rejects with an error of its own.
    stop.signal.throwIfAborted();
    throw error;
  } finally {
    ranking.close();
  }
}

/** Makes the board anew from the table; prints its progress and its result. */
async function rebuildBoard(ranking: OpenRanking, signal: AbortSignal): Promise<void> {
  const { tableName, board, players, clients } = ranking;
  print(`Rebuilding board ${board} from table ${tableName}`);
  const begun = performance.now();
  const progress = showProgress(process.stdout);
  const rebuilding = rebuildRanking({
    begin: (from) => beginShardedRebuild({ clients, name: board, from }),
    players,
    signal,
    onProgress: ({ read, replaces }) => progress.update(read, replaces),
  });
  const outcome = await rebuilding.finally(progress.end);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  print(`Board ${board} swapped in after ${seconds} s, players: ${outcome.players}`);
  if (outcome.unreadable > 0) print(`Left out, for a score that no board can hold: ${outcome.unreadable}`);
}

function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const service = '$metadata' in error ? `DynamoDB: ${error.name}: ` : '';
  return `${service}${error.message || error.name}`.replaceAll('\n', ' ');
}
