import { env, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { createShardedBoard } from '../sharded/sharded-board.ts';
import { MAX_SHARDS } from '../sharded/shards.ts';
import { createRedisBoard, type RankingBoard } from './redis-board.ts';
import { createRedisClient, type RedisClient } from '../store/redis-client.ts';

/** Over how many shards a board is spread. */
const shardCount = z
  .number()
  .check(z.minimum(1, `expected 1 to ${MAX_SHARDS}`), z.maximum(MAX_SHARDS, `expected 1 to ${MAX_SHARDS}`));

/**
 * The environment variables that name a board. `REDIS_CLUSTER`: the host is the configuration endpoint of a cluster.
 * `BOARD_SHARDS`: over how many of its slots the board is spread; 1 is the plain board, another number another board.
 */
export const boardVariables = {
  REDIS: env.text(),
  REDIS_PORT: env.integer('6379'),
  REDIS_TLS: env.flag('false'),
  REDIS_USERNAME: env.optionalText(),
  REDIS_PASSWORD: env.optionalText(),
  REDIS_CLUSTER: env.flag('false'),
  BOARD: env.text('Rating'),
  BOARD_SHARDS: z.pipe(env.integer('1'), shardCount),
};

type BoardVariables = ReturnType<typeof parseEnv<typeof boardVariables>>;

/** The board that the variables name. Connects with the first call, not before. */
export function boardFrom(variables: BoardVariables): RankingBoard {
  const [client, ...others] = shardsFrom(variables);
  const name = variables.BOARD;
  return others.length === 0
    ? createRedisBoard({ client, name })
    : createShardedBoard({ clients: [client, ...others], name });
}

/** A client for each shard of a board, which is one and the same. */
export function shardsFrom(variables: Omit<BoardVariables, 'BOARD'>): [RedisClient, ...RedisClient[]] {
  const client = redisFrom(variables);
  return [client, ...Array.from({ length: variables.BOARD_SHARDS - 1 }, () => client)];
}

/** A client of the Redis that the variables name. */
function redisFrom(variables: Omit<BoardVariables, 'BOARD' | 'BOARD_SHARDS'>): RedisClient {
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
