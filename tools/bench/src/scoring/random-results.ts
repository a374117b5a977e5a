import type { GameResult } from '@hanok/scoring';
import type { StoredPlayer } from './player-tables.ts';

/** Results of games between random players of `players`; the same for the same random numbers. */
export function randomResults(count: number, players: number, random: () => number): GameResult[] {
  return Array.from({ length: count }, () => {
    const won = random() < 0.5;
    const change = 1 + Math.floor(random() * 30);
    return {
      PlayerName: `player-${Math.floor(random() * players)}`,
      WinDiff: won ? 1 : 0,
      LoseDiff: won ? 0 : 1,
      ScoreDiff: won ? change : -change,
    };
  });
}

/** What the table must hold once each result is counted once. */
export function totalsOf(results: readonly GameResult[]): Map<string, StoredPlayer> {
  const totals = new Map<string, StoredPlayer>();
  for (const { PlayerName, WinDiff, LoseDiff, ScoreDiff } of results) {
    const { score, win, lose } = totals.get(PlayerName) ?? { score: 1000, win: 0, lose: 0 };
    totals.set(PlayerName, { score: score + ScoreDiff, win: win + WinDiff, lose: lose + LoseDiff });
  }
  return totals;
}
