import type { Entrant } from './entrant.ts';

/** How many players the tickets have whose number is near to that of a ticket, from sums over the sorted numbers. */
export function playersNear(
  { slot, distance }: { slot: number; distance: number },
  entrants: readonly Entrant[],
): (a: number) => number {
  const numbers = Float64Array.from(entrants, ({ ticket, parties }) => {
    const value = parties[0]?.party.values[slot];
    return typeof value === 'number' && !ticket.backfill ? value : Number.NaN;
  });
  const order = Int32Array.from(entrants.keys())
    .filter((index) => !Number.isNaN(numbers[index]))
    .sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  const sorted = Float64Array.from(order, (index) => numbers[index] ?? 0);
  const sums = new Float64Array(order.length + 1);
  for (const [at, index] of order.entries()) sums[at + 1] = (sums[at] ?? 0) + (entrants[index]?.players ?? 0);
  // Those without a number, such as backfills, meet everyone.
  const others = entrants.reduce(
    (total, { players }, index) => (Number.isNaN(numbers[index]) ? total + players : total),
    0,
  );
  return (a) => {
    const own = numbers[a] ?? Number.NaN;
    if (Number.isNaN(own)) return Number.POSITIVE_INFINITY;
    // A little wider than the rule: it only has to leave none out.
    const reach = distance + Math.max(distance, Math.abs(own), 1) * 1e-9;
    return (
      (sums[firstAbove(sorted, own + reach)] ?? 0) - (sums[firstAtLeast(sorted, own - reach)] ?? 0) + others
    );
  };
}

const firstAtLeast = (sorted: Float64Array, limit: number) => first(sorted, (number) => number >= limit);
const firstAbove = (sorted: Float64Array, limit: number) => first(sorted, (number) => number > limit);

/** The place of the first number that passes, of numbers of which all behind it pass as well. */
function first(sorted: Float64Array, passes: (number: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(sorted[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
