import type { PlayerImage, PlayerKey } from '@hanok/events';
import type { Observation, StreamBatchHandler } from '@hanok/lambda';
import { toBoardChange } from './board/board-change.ts';
import type { RankingBoard } from './board/redis-board.ts';
import { rankFreshness } from './rank-freshness.ts';

/**
 * Brings the board up to a batch of the player table's stream, in one step: all of it is applied, or it rejects.
 * Measures `RankFreshness`: how long it took from the sending of each result until its rank can be read.
 */
export function updateRanking(options: {
  board: Pick<RankingBoard, 'update'>;
  metrics: Pick<Observation['metrics'], 'measure'>;
  now?: () => Date;
}): StreamBatchHandler<PlayerKey, PlayerImage> {
  const { board, metrics, now = () => new Date() } = options;
  return async (changes, signal) => {
    signal.throwIfAborted();
    const given = changes.map(toBoardChange);
    const applied = await board.update(given);
    metrics.measure('RankFreshness', rankFreshness(given, applied, now()));
    return [];
  };
}
