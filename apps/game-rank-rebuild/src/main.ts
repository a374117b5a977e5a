import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import {
  beginRebuild,
  boardVariables,
  createPlayerScan,
  createRebuildTask,
  rebuildInput,
  redisFrom,
} from '@hanok/ranking';

const variables = { ...boardVariables, PLAYER_TABLE: env.text('GomokuPlayerInfo') };
const { PLAYER_TABLE, BOARD, ...redisVariables } = parseEnv(variables, process.env);
const redis = redisFrom(redisVariables);
const client = new DynamoDBClient(clientOptions({ requestTimeout: 10_000 }));

export const handler = task({
  input: rebuildInput,
  handle: createRebuildTask({
    begin: (board) => beginRebuild(redis, board),
    players: createPlayerScan({ client, tableName: PLAYER_TABLE }),
    usualBoard: BOARD,
  }),
  ...observe('game-rank-rebuild'),
});
