import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';
import {
  beginShardedRebuild,
  boardVariables,
  createPlayerScan,
  rebuildBoard,
  rebuildInput,
  shardsFrom,
} from '@hanok/ranking';

const variables = { ...boardVariables, PLAYER_TABLE: env.text('GomokuPlayerInfo') };
const { PLAYER_TABLE, BOARD, ...place } = parseEnv(variables, process.env);
const clients = shardsFrom(place);
const client = new DynamoDBClient(clientOptions({ requestTimeout: 10_000 }));

export const handler = task({
  input: rebuildInput,
  handle: rebuildBoard({
    begin: (board) => beginShardedRebuild({ clients, ...board }),
    players: createPlayerScan({ client, table: PLAYER_TABLE }),
    usualBoard: BOARD,
  }),
  ...observe('game-rank-rebuild'),
});
