import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import {
  createPlayerTable,
  gameResult,
  PLAYER_TABLE,
  recordGameResults,
  RESULT_RECEIPT_TABLE,
} from '@hanok/scoring';
import { showLog } from './show.ts';

/** The function `game-sqs-process` as 01-one-message.ts makes it: give it message bodies, and it answers Lambda. */
export function gameSqsProcess(client: DynamoDBClient) {
  const now = new Date('2026-11-01T09:00:00Z');
  const observation = observe('game-sqs-process', showLog);
  const tables = { players: PLAYER_TABLE.name, receipts: RESULT_RECEIPT_TABLE.name };
  const handle = recordGameResults({
    players: createPlayerTable({ client, tables }),
    now: () => now,
    ...observation,
  });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, ...observation });
  return (bodies: readonly string[], delivery: { messageIds?: string[]; receiveCount?: number } = {}) =>
    handler(buildSqsEvent(bodies, { sentAt: now.getTime() - 250, ...delivery }), buildLambdaContext());
}
