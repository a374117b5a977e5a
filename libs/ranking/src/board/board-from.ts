import { env, type parseEnv } from '@hanok/lambda';
import { createRedisBoard, type RankingBoard } from './redis-board.ts';
import { createRedisClient, type RedisClient } from '../store/redis-client.ts';

/** The environment variables that name a board. `REDIS_CLUSTER`: the host is the configuration endpoint of a cluster. */
export const boardVariables = {
  REDIS: env.text(),
  REDIS_PORT: env.integer('6379'),
  REDIS_TLS: env.flag('false'),
  REDIS_USERNAME: env.optionalText(),
  REDIS_PASSWORD: env.optionalText(),
  REDIS_CLUSTER: env.flag('false'),
  BOARD: env.text('Rating'),
};

type BoardVariables = ReturnType<typeof parseEnv<typeof boardVariables>>;

/** The board that the variables name. Connects with the first call, not before. */
export function boardFrom(variables: BoardVariables): RankingBoard {
  return createRedisBoard({ client: redisFrom(variables), name: variables.BOARD });
}

/** A client of the Redis that the variables name. */
export function redisFrom(variables: Omit<BoardVariables, 'BOARD'>): RedisClient {
  const { REDIS_USERNAME: username, REDIS_PASSWORD: password } = variables;
  return createRedisClient({
    host: variables.REDIS,
    port: variables.REDIS_PORT,
    tls: variables.REDIS_TLS,
    cluster: variables.REDIS_CLUSTER,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
}
