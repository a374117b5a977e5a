import type { Observation, StreamBatchHandler, StreamChange } from '@hanok/lambda';
import type { PlayerImage, PlayerKey } from './player-image.ts';
import { type BoardChange, toBoardChange } from './board/board-change.ts';
import type { RankingBoard } from './board/redis-board.ts';
import { rankFreshness } from './rank-freshness.ts';

type Options = {
  board: Pick<RankingBoard, 'update'>;
  metrics: Pick<Observation['metrics'], 'measure'>;
  now?: () => Date;
};

/**
 * Brings the board up to a batch of the player table's stream, in one step: all of it is applied, or it rejects.
 * Measures `RankFreshness`: how long it took from the sending of each result until its rank can be read.
 * `toChange` says what a change of another table than `GomokuPlayerInfo` means for the board.
 */
export function updateRanking(options: Options): StreamBatchHandler<PlayerKey, PlayerImage>;
export function updateRanking<Key, Image>(
  options: Options & { toChange: (change: StreamChange<Key, Image>) => BoardChange },
): StreamBatchHandler<Key, Image>;
export function updateRanking(
  options: Options & { toChange?: (change: StreamChange<PlayerKey, PlayerImage>) => BoardChange },
): StreamBatchHandler<PlayerKey, PlayerImage> {
  const { board, metrics, now = () => new Date(), toChange = toBoardChange } = options;
  return async (changes, signal) => {
    signal.throwIfAborted();
    const given = changes.map(toChange);
    const applied = await board.update(given);
    metrics.measure('RankFreshness', rankFreshness(given, applied, now()));
    return [];
  };
}
