import { type IdentifiedResult, oldestOf } from './identified-result.ts';

/** The score of a player before the first result. */
export const START_SCORE = 1000;

/** What several results of one player add up to. */
export type PlayerChange = {
  playerName: string;
  winDiff: number;
  loseDiff: number;
  scoreDiff: number;
  results: readonly IdentifiedResult[];
  /** When the oldest of the results was sent: milliseconds since the epoch. */
  sentAt: number | undefined;
};

/** The results as one change per player, players in the order of their first result. */
export function sumByPlayer(results: readonly IdentifiedResult[]): PlayerChange[] {
  return [...Map.groupBy(results, ({ result }) => result.PlayerName).values()].map(sumOfPlayer);
}

/** The change that results of one player make together; there is at least one. */
export function sumOfPlayer(own: readonly IdentifiedResult[]): PlayerChange {
  return {
    playerName: own[0]?.result.PlayerName ?? '',
    winDiff: own.reduce((sum, { result }) => sum + result.WinDiff, 0),
    loseDiff: own.reduce((sum, { result }) => sum + result.LoseDiff, 0),
    scoreDiff: own.reduce((sum, { result }) => sum + result.ScoreDiff, 0),
    results: own,
    sentAt: oldestOf(own),
  };
}
