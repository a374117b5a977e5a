import type { PlayerPage, PlayerScan } from '../tables/rated-player.ts';
import { type Difference, scoreDifference, type TableScore } from './score-difference.ts';
import type { BoardScores, ScoreReader } from './score-reader.ts';

/** Players that are compared in one step. */
const CHUNK = 1_000;

/** The two sides, and how to wait until what is on its way between them has arrived. */
export type Comparison = {
  players: PlayerScan;
  board: ScoreReader;
  settle: () => Promise<void>;
  signal: AbortSignal;
  onProgress?: (read: number) => void;
};

/** A player who differs, with both sides as they were looked at: the board first. */
export type Finding = { difference: Difference; table: TableScore; board: BoardScores };

/**
 * Who differs at first sight: first of the players of the table, up to 1,000 at a time, then who is on the board alone.
 * Answers how many players the table has. Memory does not grow with table or board.
 */
export async function* findDifferences(comparison: Comparison): AsyncGenerator<Difference[], number> {
  let [players, matching] = [0, 0];
  for await (const table of tableChunks(comparison)) {
    const found = differences(await scoresOn(comparison.board, table));
    players += table.size;
    matching += table.size - found.length;
    comparison.onProgress?.(players);
    yield found;
  }
  const { scored, listed } = await comparison.board.sizes();
  // As many on the board as match, in both of its sets: no other player can be there.
  if (scored !== matching || listed !== matching) yield* extraPlayers(comparison);
  return players;
}

/** Looks at players again; the board is read first, so that the table is no older than it. */
export async function lookAgain(comparison: Comparison, players: readonly string[]): Promise<Finding[]> {
  if (players.length === 0) return [];
  const scores = await comparison.board.scoresOf(players);
  const found = new Map(scoresOf(await comparison.players.read(players, comparison.signal)));
  return players.flatMap((player, index) => {
    const board = scores[index] ?? NOWHERE;
    const table = found.get(player);
    const difference = scoreDifference(player, table, board);
    return difference ? { difference, table, board } : [];
  });
}

const NOWHERE: BoardScores = { scored: undefined, listed: undefined, since: undefined, state: '' };

async function* tableChunks({ players, signal }: Comparison): AsyncGenerator<Map<string, TableScore>> {
  const leaving = new AbortController();
  try {
    for await (const page of players.pages(AbortSignal.any([signal, leaving.signal]))) {
      const scores = scoresOf(page);
      for (let i = 0; i < scores.length; i += CHUNK) {
        signal.throwIfAborted();
        yield new Map(scores.slice(i, i + CHUNK));
      }
    }
  } finally {
    leaving.abort();
  }
}

async function* extraPlayers({ players, board, signal }: Comparison): AsyncGenerator<Difference[]> {
  for await (const names of board.players()) {
    signal.throwIfAborted();
    const table = new Map(scoresOf(await players.read(names, signal)));
    yield names.flatMap((player) => (table.has(player) ? [] : { player, kind: 'extra' }));
  }
}

async function scoresOn(board: ScoreReader, table: ReadonlyMap<string, TableScore>) {
  const scores = await board.scoresOf([...table.keys()]);
  return [...table].map(([player, score], index) => ({ player, score, board: scores[index] ?? NOWHERE }));
}

function differences(all: Awaited<ReturnType<typeof scoresOn>>): Difference[] {
  return all.flatMap(({ player, score, board }) => scoreDifference(player, score, board) ?? []);
}

function scoresOf({ rated, unreadable }: PlayerPage): [string, TableScore][] {
  return [
    ...rated.map(({ player, score, since }): [string, TableScore] => [player, { score, since }]),
    ...unreadable.map((player): [string, TableScore] => [player, 'unreadable']),
  ];
}
