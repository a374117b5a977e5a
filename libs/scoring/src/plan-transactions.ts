import type { IdentifiedResult } from './identified-result.ts';
import { sumByPlayer } from './player-change.ts';

/** DynamoDB takes at most this many items in one transaction. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const MAX_TRANSACTION_ITEMS = 100;

/** The results of one transaction. */
export type Pack = readonly IdentifiedResult[];

/**
 * Splits results into transactions of at most `maxItems` items, counting one item per result and one per player.
 * Answers lanes: no player is in two of them, so lanes can be written side by side, and the packs of one lane go one
 * after another. A player with more results than one transaction takes has a lane of its own.
 */
export function planTransactions(
  results: readonly IdentifiedResult[],
  maxItems = MAX_TRANSACTION_ITEMS,
): Pack[][] {
  const lanes: Pack[][] = [];
  let shared: IdentifiedResult[] = [];
  let room = 0;
  for (const { results: own } of sumByPlayer(results)) {
    if (own.length >= maxItems) {
      lanes.push(chunk(own, maxItems - 1));
      continue;
    }
    if (room < own.length + 1) {
      shared = [];
      room = maxItems;
      lanes.push([shared]);
    }
    shared.push(...own);
    room -= own.length + 1;
  }
  return lanes;
}

function chunk(results: Pack, size: number): Pack[] {
  return Array.from({ length: Math.ceil(results.length / size) }, (_, index) =>
    results.slice(index * size, (index + 1) * size),
  );
}
