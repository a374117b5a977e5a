import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLogger, createMetrics, env, parseEnv, task } from '@hanok/lambda';
import {
  beginRebuild,
  boardVariables,
  createPlayerScan,
  createRebuildTask,
  openRedis,
  rebuildInput,
} from '@hanok/ranking';

const variables = { ...boardVariables, PLAYER_TABLE: env.text('GomokuPlayerInfo') };
const { PLAYER_TABLE, BOARD, ...redisVariables } = parseEnv(variables, process.env);
const service = 'game-rank-rebuild';
const redis = openRedis(redisVariables);
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
});

export const handler = task({
  input: rebuildInput,
  handle: createRebuildTask({
    begin: (board) => beginRebuild(redis, board),
    players: createPlayerScan({ client, tableName: PLAYER_TABLE }),
    usualBoard: BOARD,
  }),
  log: createLogger({ service }),
  metrics: createMetrics({ service }),
});
