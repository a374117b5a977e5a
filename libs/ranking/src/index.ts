export { type BoardChange, type Rating } from './board-change.ts';
export { boardKeys, type BoardKeys } from './board-keys.ts';
export { boardVariables, openBoard } from './open-board.ts';
export { type RankedPlayer } from './ranked-player.ts';
export { createReadRanking, playerPath, playerQuery, rankingQuery } from './read-ranking.ts';
export { createRedisBoard, MAX_AROUND, MAX_PAGE, type PlayerRank, type RankingBoard } from './redis-board.ts';
export { createRedisClient, type RedisClient, type RedisEndpoint } from './redis-client.ts';
export { createUpdateRanking } from './update-ranking.ts';
