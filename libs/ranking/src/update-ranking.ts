import type { PlayerImage, PlayerKey } from '@hanok/events';
import type { StreamBatchHandler } from '@hanok/lambda';
import { toBoardChange } from './board/board-change.ts';
import type { RankingBoard } from './board/redis-board.ts';

/** Brings the board up to a batch of the player table's stream, in one step: all of it is applied, or it rejects. */
export function updateRanking({
  board,
}: {
  board: Pick<RankingBoard, 'update'>;
}): StreamBatchHandler<PlayerKey, PlayerImage> {
  return async (changes, signal) => {
    signal.throwIfAborted();
    await board.update(changes.map(toBoardChange));
    return [];
  };
}
