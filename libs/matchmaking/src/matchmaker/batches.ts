import { createHash } from 'node:crypto';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { Entrant } from './entrant.ts';
import { compareValues } from './order-candidates.ts';

/** Tickets of one batch. AWS tells no number; below it, all tickets of a pool are one batch. */
const BATCH_TICKETS = 1000;

/**
 * The batches of a round, each by age. Small matches: the pool in parts of 1,000, drawn by the seed or sorted by
 * attributes. Balanced ones by location, when a rule speaks of latency: `largestPopulation` the location that most
 * players can use first; `fastestRegion` the players whose fastest location it is, then those for whom it is the second,
 * then all. AWS describes both; how often it looks beyond the fastest is our choice.
 */
export function* batchesOf(
  ruleSet: RuleSet,
  entrants: readonly Entrant[],
  isFree: (entrant: Entrant) => boolean,
  seed: string,
): Generator<readonly Entrant[]> {
  const { strategy, batchingPreference, sortBy } = ruleSet.algorithm;
  if (strategy === 'balanced') return yield* byLocation(ruleSet, entrants, isFree);
  if (entrants.length <= BATCH_TICKETS) return yield entrants;
  const mixed = batchingPreference === 'sorted' ? sorted(entrants, sortBy) : drawn(entrants, seed);
  for (let from = 0; from < mixed.length; from += BATCH_TICKETS)
    yield [...mixed.subarray(from, from + BATCH_TICKETS).sort()].flatMap((index) => entrants[index] ?? []);
}

/** The places of the tickets in the order of their attributes. */
function sorted(entrants: readonly Entrant[], slots: readonly number[]): Int32Array {
  const values = entrants.map(({ parties }) => slots.map((slot) => parties[0]?.party.values[slot]));
  return Int32Array.from(entrants.keys()).sort((a, b) => {
    const others = values[b] ?? [];
    return (values[a] ?? []).reduce<number>(
      (found, value, index) => found || compareValues(value, others[index]),
      0,
    );
  });
}

/** Their places in an order that the seed determines (Fisher and Yates, on the numbers of mulberry32). */
function drawn(entrants: readonly Entrant[], seed: string): Int32Array {
  const places = Int32Array.from(entrants.keys());
  let state = createHash('sha256').update(seed).digest().readInt32BE(0);
  for (let last = places.length - 1; last > 0; last -= 1) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (last + 1);
    [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
  }
  return places;
}

function* byLocation(
  ruleSet: RuleSet,
  entrants: readonly Entrant[],
  isFree: (entrant: Entrant) => boolean,
): Generator<readonly Entrant[]> {
  const widest = ruleSet.versions.flatMap(({ judged }) =>
    judged.flatMap(({ bound }) => (bound?.kind === 'location' ? [bound] : [])),
  );
  const [first] = widest;
  if (!first) return yield entrants;
  const limit = Math.max(...widest.map(({ maxLatency }) => maxLatency));
  const places = new Map(entrants.map((entrant) => [entrant, placesOf(entrant, first.slot, limit)]));
  const ranks =
    ruleSet.algorithm.batchingPreference === 'fastestRegion'
      ? [1, 2, Number.POSITIVE_INFINITY]
      : [Number.POSITIVE_INFINITY];
  for (const rank of ranks) {
    const tried = new Set<string>();
    for (;;) {
      const free = entrants.filter(isFree);
      const groups = new Map<string, Entrant[]>();
      for (const entrant of free)
        for (const place of places.get(entrant)?.slice(0, rank) ?? []) {
          if (tried.has(place)) continue;
          const group = groups.get(place);
          if (group) group.push(entrant);
          else groups.set(place, [entrant]);
        }
      const [largest] = [...groups].sort(
        ([a, one], [b, other]) => playersOf(other) - playersOf(one) || (a < b ? -1 : 1),
      );
      if (!largest) break;
      tried.add(largest[0]);
      yield largest[1];
    }
  }
}

/** The locations that a ticket can use, fastest first. */
function placesOf({ parties }: Entrant, slot: number, limit: number): string[] {
  const latencies = parties[0]?.party.values[slot];
  if (typeof latencies !== 'object' || !('get' in latencies)) return [];
  return [...latencies]
    .filter(([, ms]) => ms <= limit)
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
    .map(([place]) => place);
}

function playersOf(entrants: readonly Entrant[]): number {
  return entrants.reduce((total, { players }) => total + players, 0);
}
