import type { BoardScores } from './score-reader.ts';

/** A player whose score in the table and on the board is not the same. */
export type Difference = {
  player: string;
  /** Not on the board; on it but not in the table; two scores; a score in the table that no board can hold. */
  kind: 'missing' | 'extra' | 'different' | 'unreadable';
  table?: number;
  board?: number;
};

/** What the table says of a player; undefined for no score. */
export type TableScore = number | 'unreadable' | undefined;

/** How table and board differ for a player, undefined when they do not. Both sets of the board must have the score. */
export function scoreDifference(
  player: string,
  table: TableScore,
  { scored, listed }: BoardScores,
): Difference | undefined {
  if (table === 'unreadable') return { player, kind: 'unreadable', ...sides(undefined, scored) };
  if (scored === table && listed === table) return undefined;
  const board = scored === table ? listed : scored;
  if (table === undefined) return { player, kind: 'extra', ...sides(table, board) };
  if (scored === undefined && listed === undefined) return { player, kind: 'missing', table };
  return { player, kind: 'different', ...sides(table, board) };
}

function sides(table: number | undefined, board: number | undefined) {
  return { ...(table !== undefined && { table }), ...(board !== undefined && { board }) };
}
