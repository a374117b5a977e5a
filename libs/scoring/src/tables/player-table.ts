import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import {
  attributesOf,
  type Cancellation,
  createReceipts,
  type Item as StoredItem,
  keyOf,
  transact,
} from '@hanok/tables';
import { ResultIdReusedError } from '../errors.ts';
import type { IdentifiedResult } from '../identified-result.ts';
import type { TransactionBatch } from '../plan-transactions.ts';
import { type PlayerChange, START_SCORE } from '../player-change.ts';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from './definitions.ts';
import { findPlayer, type Player } from './player.ts';

/** How long a receipt answers for its result: as long as SQS can keep a message. */
const RECEIPT_DAYS = 14;

/** Why one result kept a transaction from being written: counted already, its player held by another writer, or bad. */
type ResultCancellation = { kind: 'repeated' } | { kind: 'contended' } | { kind: 'rejected'; error: Error };

/** `cancelled`: nothing is written, because of at least one result; `by` tells the reasons by receipt id. */
type Added = { kind: 'counted' } | { kind: 'cancelled'; by: ReadonlyMap<string, ResultCancellation> };

/** One write of a transaction, with the results that it stands for. */
type Item = { write: TransactWriteItem; results: readonly IdentifiedResult[] };

/** The tables of players and receipts. This file alone knows their expressions. */
export type PlayerTable = {
  /**
   * Writes the players' new totals and a receipt per result in one transaction. Rejects with the client's error when
   * the outcome is unknown; to write the same results again is safe.
   */
  add(batch: TransactionBatch, now: Date, signal: AbortSignal): Promise<Added>;
  /** The player as the table has it now, results just added included; undefined for a name without a result. */
  find(player: string, signal: AbortSignal): Promise<Player | undefined>;
};

/** Players, and the receipts by which a result that comes again counts once: both are written in one transaction. */
export function createPlayerTable(options: {
  client: DynamoDBClient;
  tables: { players: string; receipts: string };
}): PlayerTable {
  const { client, tables } = options;
  const receipts = createReceipts({
    client,
    table: tables.receipts,
    definition: RESULT_RECEIPT_TABLE,
    keptSeconds: RECEIPT_DAYS * 86_400,
    reuse: 'when removed',
  });
  const itemsOf = (change: PlayerChange, now: Date): Item[] => [
    { write: { Update: totals(change, tables.players, now) }, results: change.results },
    ...change.results.map((each): Item => {
      const receipt = {
        key: { ReceiptId: each.receiptId },
        fingerprint: each.fingerprint,
        answer: undefined,
      };
      return { write: { Put: receipts.put(receipt, now) }, results: [each] };
    }),
  ];
  const reasonOf = ({ fingerprint }: IdentifiedResult, cancellation: Cancellation): ResultCancellation => {
    if (cancellation.kind === 'contended') return cancellation;
    if (cancellation.kind === 'refused') return { kind: 'rejected', error: cancellation.error };
    const { item } = cancellation;
    return receipts.isSame(item, fingerprint) || isOfVersion01(item)
      ? { kind: 'repeated' }
      : { kind: 'rejected', error: new ResultIdReusedError() };
  };
  return {
    find: (player, signal) => findPlayer({ client, table: tables.players }, player, signal),
    add: async (batch, now, signal) => {
      const items = batch.flatMap((change) => itemsOf(change, now));
      const writes = items.map(({ write }) => write);
      const written = await transact(client, writes, signal);
      if (written.kind === 'written') return { kind: 'counted' };
      const reasons = items.flatMap(({ results }, index) => {
        const cancellation = written.by[index];
        return cancellation
          ? results.map((each) => [each.receiptId, reasonOf(each, cancellation)] as const)
          : [];
      });
      return { kind: 'cancelled', by: new Map(reasons) };
    },
  };
}

/**
 * Version 0.1.0 stored the fields of a result as `Content`, without a fingerprint. For the 14 days that such a receipt
 * stands it answers for its id alone: a redelivery must not fail, and it is far more likely than an id used twice.
 */
const isOfVersion01 = ({ Fingerprint, Content }: StoredItem) =>
  Fingerprint === undefined && Content !== undefined;

/**
 * `ScoreSince` moves only with the score: among equal scores the ranking lists first who got there first. `ScoreWait`
 * moves with it: the milliseconds from the sending of the oldest of these results until then. It is taken away when that
 * is not known, so that it is never the wait of another score. `TraceIds` are the traces of these results, and of no
 * others: by them a reader of the stream knows what it follows.
 */
function totals(change: PlayerChange, TableName: string, now: Date) {
  const { playerName, winDiff, loseDiff, scoreDiff, sentAt, traceIds } = change;
  const time = (name: string, value: string) =>
    `${name} = ${scoreDiff === 0 ? `if_not_exists(${name}, ${value})` : value}`;
  const wait = sentAt === undefined || sentAt > now.getTime() ? undefined : now.getTime() - sentAt;
  const set = ['Score = if_not_exists(Score, :start) + :score', time('ScoreSince', ':now')];
  if (wait !== undefined) set.push(time('ScoreWait', ':wait'));
  const remove = wait === undefined && scoreDiff !== 0 ? ['ScoreWait'] : [];
  if (traceIds.length > 0) set.push('TraceIds = :traceIds');
  else remove.push('TraceIds');
  return {
    TableName,
    Key: keyOf(PLAYER_TABLE, { PlayerName: playerName }),
    UpdateExpression: `SET ${set.join(', ')} ADD Win :win, Lose :lose${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
    ExpressionAttributeValues: attributesOf({
      ':start': START_SCORE,
      ':score': scoreDiff,
      ':win': winDiff,
      ':lose': loseDiff,
      ':now': now.getTime(),
      ':wait': wait,
      ':traceIds': traceIds.length > 0 ? [...traceIds] : undefined,
    }),
  };
}
