import type { NextNumber } from './seeded-numbers.ts';

/** The items in random order: Fisher and Yates as Durstenfeld put it, each order equally likely when the numbers are. */
export function shuffle<Item>(items: readonly Item[], nextNumber: NextNumber): Item[] {
  const shuffled = [...items];
  for (let left = shuffled.length; left > 1; left -= 1) {
    const [drawn] = shuffled.splice(nextNumber(left), 1, ...shuffled.slice(left - 1, left));
    if (drawn !== undefined) shuffled[left - 1] = drawn;
  }
  return shuffled;
}
