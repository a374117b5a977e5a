import type { IdentifiedResult } from './identified-result.ts';
import { type PlayerChange, sumByPlayer, sumOfPlayer } from './player-change.ts';

/** DynamoDB takes at most this many items in one transaction. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MAX_TRANSACTION_ITEMS = 100;

/** What one transaction writes: the change of each of its players, with a receipt per result. */
export type TransactionBatch = readonly PlayerChange[];

/**
 * Splits results into transactions of at most `maxItems` items, counting one item per result and one per player.
 * Answers lanes: no player is in two of them, so lanes can be written side by side, and the batches of one lane go one
 * after another. A player with more results than one transaction takes has a lane of its own.
 */
export function planTransactions(
  results: readonly IdentifiedResult[],
  maxItems = MAX_TRANSACTION_ITEMS,
): TransactionBatch[][] {
  const lanes: TransactionBatch[][] = [];
  let shared: PlayerChange[] = [];
  let space = 0;
  for (const change of sumByPlayer(results)) {
    const items = change.results.length + 1;
    if (items > maxItems) {
      lanes.push(chunk(change.results, maxItems - 1).map((own) => [sumOfPlayer(own)]));
      continue;
    }
    if (space < items) {
      shared = [];
      space = maxItems;
      lanes.push([shared]);
    }
    shared.push(change);
    space -= items;
  }
  return lanes;
}

function chunk(results: readonly IdentifiedResult[], size: number): (readonly IdentifiedResult[])[] {
  return Array.from({ length: Math.ceil(results.length / size) }, (_, index) =>
    results.slice(index * size, (index + 1) * size),
  );
}
