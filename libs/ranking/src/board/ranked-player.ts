import { playerOf } from './order-member.ts';

/** A line of the board. Equal scores share a rank, and the next rank counts them all: 1, 2, 2, 4. */
export type RankedPlayer = { Player: string; Score: number; Rank: number };

/** A piece of the board as Redis has it. */
type BoardWindow = {
  /** Index of the first line in the whole listing. */
  from: number;
  /** How many players have a higher score than the first line. */
  ahead: number;
  /** Member of the order set and negated score, in turn. */
  lines: readonly string[];
};

/** The lines of a window with their ranks. */
export function rankedPlayers({ from, ahead, lines }: BoardWindow): RankedPlayer[] {
  const players: RankedPlayer[] = [];
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const Score = 0 - Number(lines[i + 1]);
    const above = players.at(-1);
    const own = above ? from + players.length + 1 : ahead + 1;
    players.push({
      Player: playerOf(lines[i] ?? ''),
      Score,
      Rank: above?.Score === Score ? above.Rank : own,
    });
  }
  return players;
}
