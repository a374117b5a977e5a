import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createPlayerScan, createRedisClient, type PlayerScan, type RedisClient } from '@hanok/ranking';
import type { RankPlace } from './rank-place.ts';

/** A player table and the Redis with its boards, in use. */
export type OpenRanking = {
  tableName: string;
  board: string;
  players: PlayerScan;
  redis: RedisClient;
  close(): void;
};

export function openRanking({ tableName, dynamodb, redis, local }: RankPlace, board: string): OpenRanking {
  const client = new DynamoDBClient({
    ...dynamodb,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
  const redisClient = createRedisClient(redis);
  return {
    tableName,
    board,
    players: createPlayerScan({ client, table: tableName, ...(local && { segments: 1 }) }),
    redis: redisClient,
    close: () => {
      client.destroy();
      redisClient.disconnect();
    },
  };
}
