import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import {
  boardVariables,
  createBoardRepair,
  createPlayerScan,
  createScoreReader,
  redisFrom,
  repairBoard,
  repairInput,
} from '@hanok/ranking';

const variables = {
  ...boardVariables,
  PLAYER_TABLE: env.text('GomokuPlayerInfo'),
  SETTLE_MS: env.integer('5000'),
};
const { PLAYER_TABLE, BOARD, SETTLE_MS, ...redisVariables } = parseEnv(variables, process.env);
const client = redisFrom(redisVariables);
const dynamodb = new DynamoDBClient(clientOptions({ requestTimeout: 10_000 }));
const observation = observe('game-rank-repair');

export const handler = task({
  input: repairInput,
  handle: repairBoard({
    open: (name) => ({
      board: createScoreReader({ client, name }),
      repair: createBoardRepair({ client, name }),
    }),
    players: createPlayerScan({ client: dynamodb, table: PLAYER_TABLE }),
    settle: (signal) => delay(SETTLE_MS, undefined, { signal }),
    usualBoard: BOARD,
    ...observation,
  }),
  ...observation,
});
