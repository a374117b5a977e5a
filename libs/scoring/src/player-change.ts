import { traceIdOf } from '@hanok/lambda';
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
  /** Ids of the traces of the results, each once; of many, the first ones. */
  traceIds: readonly string[];
};

/** Most traces that an item tells of: each is 35 bytes. */
const MOST_TRACES = 10;

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
    traceIds: traceIdsOf(own).slice(0, MOST_TRACES),
  };
}

function traceIdsOf(results: readonly IdentifiedResult[]): string[] {
  const ids = results.flatMap(({ traces = [] }) => traces).flatMap((trace) => traceIdOf(trace) ?? []);
  return [...new Set(ids)];
}
