import type { PlayerPage, PlayerScan } from '../tables/rated-player.ts';
import type { ScoreReader } from './score-reader.ts';
import { type Difference, scoreDifference, type TableScore } from './score-difference.ts';

/** Players that are compared in one step. */
const CHUNK = 1_000;
/** Most differences that are kept. */
export const MAX_DIFFERENCES = 1_000;

/** The two sides, and how to wait until what is on its way between them has arrived. */
export type Comparison = {
  players: PlayerScan;
  board: ScoreReader;
  settle: () => Promise<void>;
  signal: AbortSignal;
  onProgress?: (read: number) => void;
};

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
  let [players, matching, more] = [0, 0, 0];
  const suspect = ({ player }: Difference) => {
    if (suspects.size < MAX_DIFFERENCES) suspects.add(player);
    else more += 1;
  };
  for await (const table of tableChunks(comparison)) {
    const found = await differences(comparison.board, table);
    found.forEach(suspect);
    players += table.size;
    matching += table.size - found.length;
    comparison.onProgress?.(players);
  }
  const { scored, listed } = await comparison.board.sizes();
  // As many on the board as match, in both of its sets: no other player can be there.
  if (scored !== matching || listed !== matching)
    for await (const extra of extraPlayers(comparison)) suspect(extra);
  return { players, differences: await lookAgain(comparison, [...suspects]), more };
}

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

async function* extraPlayers({ players, board, signal }: Comparison): AsyncGenerator<Difference> {
  for await (const names of board.players()) {
    signal.throwIfAborted();
    const table = new Map(scoresOf(await players.read(names, signal)));
    for (const player of names) if (!table.has(player)) yield { player, kind: 'extra' };
  }
}

async function lookAgain(comparison: Comparison, suspects: readonly string[]): Promise<Difference[]> {
  if (suspects.length === 0) return [];
  await comparison.settle();
  const table = new Map<string, TableScore>(suspects.map((player) => [player, undefined]));
  for (const [player, score] of scoresOf(await comparison.players.read(suspects, comparison.signal)))
    table.set(player, score);
  return differences(comparison.board, table);
}

async function differences(
  board: ScoreReader,
  table: ReadonlyMap<string, TableScore>,
): Promise<Difference[]> {
  const scores = await board.scoresOf([...table.keys()]);
  return [...table].flatMap(([player, score], index) => {
    const { scored, listed } = scores[index] ?? { scored: undefined, listed: undefined };
    return scoreDifference(player, score, { scored, listed }) ?? [];
  });
}

function scoresOf({ rated, unreadable }: PlayerPage): [string, TableScore][] {
  return [
    ...rated.map(({ player, score }): [string, TableScore] => [player, score]),
    ...unreadable.map((player): [string, TableScore] => [player, 'unreadable']),
  ];
}
