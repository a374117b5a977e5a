import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { gameResult, jsonString } from '@hanok/events';
import { createLogger, createMetrics, env, parseEnv, sqsBatch } from '@hanok/lambda';
import { createPlayerTable, recordGameResults } from '@hanok/scoring';

const { PLAYER_TABLE, RECEIPT_TABLE } = parseEnv(
  { PLAYER_TABLE: env.text('GomokuPlayerInfo'), RECEIPT_TABLE: env.text('GomokuResultReceipts') },
  process.env,
);
const service = 'game-sqs-process';
const log = createLogger({ service });
const metrics = createMetrics({ service });
const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const players = createPlayerTable({ client, playerTable: PLAYER_TABLE, receiptTable: RECEIPT_TABLE });

export const handler = sqsBatch({
  body: jsonString(gameResult),
  handle: recordGameResults({ players, log, metrics }),
  log,
  metrics,
});
