import type { BoardScores } from './score-reader.ts';

/** A player whose score in the table and on the board is not the same. */
export type Difference = {
  player: string;
  /**
   * Not on the board; on it but not in the table; two scores; one score, listed by another time than the table has; a
   * score in the table that no board can hold.
   */
  kind: 'missing' | 'extra' | 'different' | 'order' | 'unreadable';
  table?: number;
  board?: number;
};

/** What the table says of a player; undefined for no score. `since` is 0 where the item does not tell it. */
export type TableScore = { score: number; since: number } | 'unreadable' | undefined;

/** How table and board differ for a player, undefined when they do not. Both sets of the board must have the score. */
export function scoreDifference(
  player: string,
  table: TableScore,
  { scored, listed, since }: BoardScores,
): Difference | undefined {
  if (table === 'unreadable') return { player, kind: 'unreadable', ...sides(undefined, scored) };
  const score = table?.score;
  const board = scored === score ? listed : scored;
  if (scored === score && listed === score) {
    if (!table || table.since === 0 || table.since === since) return undefined;
    return { player, kind: 'order', ...sides(score, board) };
  }
  if (score === undefined) return { player, kind: 'extra', ...sides(score, board) };
  if (scored === undefined && listed === undefined) return { player, kind: 'missing', table: score };
  return { player, kind: 'different', ...sides(score, board) };
}

function sides(table: number | undefined, board: number | undefined) {
  return { ...(table !== undefined && { table }), ...(board !== undefined && { board }) };
}
