import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { clientOptions, env, observe, parseEnv, sqsBatch } from '@hanok/lambda';
import { createPlayerTable, gameResult, recordGameResults } from '@hanok/scoring';

const { PLAYER_TABLE, RECEIPT_TABLE } = parseEnv(
  { PLAYER_TABLE: env.text('GomokuPlayerInfo'), RECEIPT_TABLE: env.text('GomokuResultReceipts') },
  process.env,
);
const observation = observe('game-sqs-process');
const client = new DynamoDBClient(clientOptions());
const tables = { players: PLAYER_TABLE, receipts: RECEIPT_TABLE };
const players = createPlayerTable({ client, tables });

export const handler = sqsBatch({
  body: jsonString(gameResult),
  handle: recordGameResults({ players, ...observation }),
  ...observation,
});
