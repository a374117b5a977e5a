import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import {
  beginRebuild,
  boardVariables,
  createPlayerScan,
  rebuildBoard,
  rebuildInput,
  redisFrom,
} from '@hanok/ranking';

const variables = { ...boardVariables, PLAYER_TABLE: env.text('GomokuPlayerInfo') };
const { PLAYER_TABLE, BOARD, ...redisVariables } = parseEnv(variables, process.env);
const redis = redisFrom(redisVariables);
const client = new DynamoDBClient(clientOptions({ requestTimeout: 10_000 }));

export const handler = task({
  input: rebuildInput,
  handle: rebuildBoard({
    begin: (board) => beginRebuild({ client: redis, ...board }),
    players: createPlayerScan({ client, table: PLAYER_TABLE }),
    usualBoard: BOARD,
  }),
  ...observe('game-rank-rebuild'),
});
