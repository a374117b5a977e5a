import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createPlayerScan, createRedisClient, type PlayerScan, type RedisClient } from '@hanok/ranking';
import type { RankPlace } from './rank-place.ts';

/** A player table and the Redis with its boards, in use. */
export type OpenRanking = {
  tableName: string;
  board: string;
  players: PlayerScan;
  /** A client for each shard of the board. */
  clients: readonly RedisClient[];
  close(): void;
};

export function openRanking(
  { tableName, dynamodb, redis, local }: RankPlace,
  { board, shards = 1 }: { board: string; shards?: number },
): OpenRanking {
  const client = new DynamoDBClient({
    ...dynamodb,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
  const redisClient = createRedisClient(redis);
  return {
    tableName,
    board,
    players: createPlayerScan({ client, table: tableName, ...(local && { segments: 1 }) }),
    clients: Array.from({ length: shards }, () => redisClient),
    close: () => {
      client.destroy();
      redisClient.disconnect();
    },
  };
}
