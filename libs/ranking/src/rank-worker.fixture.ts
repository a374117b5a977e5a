import { type RejectedRecord, streamBatch } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { playerImage, playerKey } from './player-image.ts';
import type { RankingBoard } from './board/redis-board.ts';
import { updateRanking } from './update-ranking.ts';
import type { LambdaRecord } from './tables/player-table.fixture.ts';

/** The deployed function `game-rank-update` around a board: takes records, answers from which it failed. */
export function createRankWorker(board: Pick<RankingBoard, 'update'>) {
  const rejected: RejectedRecord[] = [];
  const observation = recordLines();
  const handler = streamBatch({
    ...observation,
    key: playerKey,
    image: playerImage,
    handle: updateRanking({ board, ...observation }),
    noteRejected: async (records) => void rejected.push(...records),
  });
  return {
    /** What was noted and passed over. */
    rejected,
    deliver: async (Records: readonly LambdaRecord[]): Promise<string | undefined> => {
      const { batchItemFailures } = await handler({ Records }, buildLambdaContext());
      return batchItemFailures[0]?.itemIdentifier;
    },
  };
}
