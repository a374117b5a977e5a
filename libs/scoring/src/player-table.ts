import {
  type CancellationReason,
  type DynamoDBClient,
  type TransactWriteItem,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ResultIdReusedError, WriteRefusedError } from './errors.ts';
import { contentOf, type IdentifiedResult } from './identified-result.ts';
import { type PlayerChange, START_SCORE, sumByPlayer } from './player-change.ts';

/** How long a receipt answers for its result: as long as SQS can keep a message. */
export const RECEIPT_DAYS = 14;

/** Why one result kept a transaction from being written: counted already, its player held by another writer, or bad. */
export type Obstacle =
  | { kind: 'repeated'; receiptId: string }
  | { kind: 'contended'; receiptId: string }
  | { kind: 'rejected'; receiptId: string; error: Error };

/** The tables of players and receipts. This file alone knows their keys and expressions. */
export type PlayerTable = {
  /**
   * Writes the players' new totals and a receipt per result in one transaction, and answers []. When the transaction
   * is cancelled nothing is written, and the answer says which results stood in the way. Rejects with the client's
   * error when the outcome is unknown; to write the same results again is safe.
   */
  add(results: readonly IdentifiedResult[], now: Date, signal: AbortSignal): Promise<Obstacle[]>;
};

export function createPlayerTable(options: {
  client: DynamoDBClient;
  playerTable: string;
  receiptTable: string;
}): PlayerTable {
  return {
    add: async (results, now, signal) => {
      const items = sumByPlayer(results).flatMap((change) => itemsOf(change, options, now));
      const TransactItems = items.map(({ write }) => write);
      try {
        await options.client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal: signal });
        return [];
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        return items.flatMap(({ results }, index) =>
          results.flatMap((each) => obstacleOf(each, reasons[index])),
        );
      }
    },
  };
}

type Tables = { playerTable: string; receiptTable: string };
/** One write of the transaction, with the results that it stands for. */
type Item = { write: TransactWriteItem; results: readonly IdentifiedResult[] };

function itemsOf(change: PlayerChange, { playerTable, receiptTable }: Tables, now: Date): Item[] {
  const player = { write: { Update: totals(change, playerTable, now) }, results: change.results };
  return [
    player,
    ...change.results.map((each) => ({ write: { Put: receipt(each, receiptTable, now) }, results: [each] })),
  ];
}

/** `ScoreSince` moves only with the score: among equal scores the ranking lists first who got there first. */
function totals({ playerName, winDiff, loseDiff, scoreDiff }: PlayerChange, TableName: string, now: Date) {
  const since = scoreDiff === 0 ? 'if_not_exists(ScoreSince, :now)' : ':now';
  return {
    TableName,
    Key: { PlayerName: { S: playerName } },
    UpdateExpression: `SET Score = if_not_exists(Score, :start) + :score, ScoreSince = ${since} ADD Win :win, Lose :lose`,
    ExpressionAttributeValues: {
      ':start': { N: String(START_SCORE) },
      ':score': { N: String(scoreDiff) },
      ':win': { N: String(winDiff) },
      ':lose': { N: String(loseDiff) },
      ':now': { N: String(now.getTime()) },
    },
  };
}

/** The condition lets through the first write of a receipt only; a repeat is answered with the receipt that stands. */
function receipt({ receiptId, result }: IdentifiedResult, TableName: string, now: Date) {
  const expiresAt = Math.floor(now.getTime() / 1000) + RECEIPT_DAYS * 86_400;
  return {
    TableName,
    Item: {
      ReceiptId: { S: receiptId },
      Content: { S: contentOf(result) },
      ExpiresAt: { N: String(expiresAt) },
    },
    ConditionExpression: 'attribute_not_exists(ReceiptId)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
function obstacleOf(
  { receiptId, result }: IdentifiedResult,
  reason: CancellationReason | undefined,
): Obstacle[] {
  const code = reason?.Code ?? 'None';
  switch (code) {
    case 'None':
      return [];
    case 'ConditionalCheckFailed':
      return reason?.Item?.Content?.S === contentOf(result)
        ? [{ kind: 'repeated', receiptId }]
        : [{ kind: 'rejected', receiptId, error: new ResultIdReusedError() }];
    case 'TransactionConflict':
    case 'ThrottlingError':
    case 'ProvisionedThroughputExceeded':
      return [{ kind: 'contended', receiptId }];
    default:
      return [{ kind: 'rejected', receiptId, error: new WriteRefusedError(code) }];
  }
}
