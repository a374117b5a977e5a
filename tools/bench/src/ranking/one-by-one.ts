import type { Redis } from 'ioredis';
import type { PlayerRecord } from './player-changes.ts';

/** Follows the stream as the tutorial does: one ZADD per record, one after another, whatever their order. */
export function rankOneByOne(redis: Redis, board: string) {
  return async ({ Records }: { Records: readonly PlayerRecord[] }): Promise<void> => {
    for (const { dynamodb } of Records) {
      const { PlayerName, Score } = dynamodb.NewImage;
      await redis.zadd(board, Score.N, PlayerName.S);
    }
  };
}
