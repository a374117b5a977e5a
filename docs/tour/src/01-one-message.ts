/*
 * One message through five files. A game server has sent a result to `game-result-queue`, and Lambda hands it to the
 * function `game-sqs-process`. Read them in this order:
 *
 *   entry     apps/game-sqs-process/src/main.ts           environment, clients, wiring; here it is this program
 *   shell     libs/lambda/src/queue/sqs-batch.ts          parses each body, answers the messages that failed
 *   handler   libs/scoring/src/record-game-results.ts     the use case
 *   rule      libs/scoring/src/player-change.ts           the sums, without a clock or a client
 *   store     libs/scoring/src/tables/player-table.ts     one transaction
 */
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
import { plainOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';
import { show, showLog } from './show.ts';

// A DynamoDB-compatible engine in a process of its own, with the two tables as they deploy. It ends with this program.
await using db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);

// The entry: what main.ts does. The clock stands still, so that each run prints the same.
const observation = observe('game-sqs-process', showLog);
const tables = { players: PLAYER_TABLE.name, receipts: RESULT_RECEIPT_TABLE.name };
const players = createPlayerTable({ client: db.client, tables });
const now = () => new Date('2026-11-01T09:00:00Z');
const handler = sqsBatch({
  body: jsonString(gameResult),
  handle: recordGameResults({ players, now, ...observation }),
  ...observation,
});

// The message: kim has won a game and 20 points.
const message = JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 20 });
const event = buildSqsEvent([message], { sentAt: now().getTime() - 250 });
const answer = await handler(event, buildLambdaContext());
//> game-sqs-process: batch { received: 1, failed: 0 }
show('answer', answer);
//> answer: { batchItemFailures: [] }

// An empty list: no message failed, and Lambda deletes all of them. A player starts with 1000 points.
const [player = {}] = await db.items(PLAYER_TABLE);
show('player', plainOf(player));
//> player: { Lose: 0, PlayerName: 'kim', Score: 1020, ScoreSince: 1793523600000, ScoreWait: 250, Win: 1 }

// The same transaction has written a receipt. By it a second delivery is known: see 03-redelivery.ts.
const [receipt = {}] = await db.items(RESULT_RECEIPT_TABLE);
show('receipt', plainOf(receipt)['ReceiptId']);
//> receipt: message#message-1
