import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import {
  boardVariables,
  createPlayerScan,
  createShardedBoardRepair,
  createShardedScoreReader,
  repairBoard,
  repairInput,
  shardsFrom,
} from '@hanok/ranking';

const variables = {
  ...boardVariables,
  PLAYER_TABLE: env.text('GomokuPlayerInfo'),
  SETTLE_MS: env.integer('5000'),
};
const { PLAYER_TABLE, BOARD, SETTLE_MS, ...place } = parseEnv(variables, process.env);
const clients = shardsFrom(place);
const dynamodb = new DynamoDBClient(clientOptions({ requestTimeout: 10_000 }));
const observation = observe('game-rank-repair');

export const handler = task({
  input: repairInput,
  handle: repairBoard({
    open: (name) => ({
      board: createShardedScoreReader({ clients, name }),
      repair: createShardedBoardRepair({ clients, name }),
    }),
    players: createPlayerScan({ client: dynamodb, table: PLAYER_TABLE }),
    settle: (signal) => delay(SETTLE_MS, undefined, { signal }),
    usualBoard: BOARD,
    ...observation,
  }),
  ...observation,
});
