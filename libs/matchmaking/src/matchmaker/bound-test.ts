import type { TicketValue } from '../expressions/match-view.ts';
import type { Bound } from '../rules/rule.ts';
import type { Entrant } from './entrant.ts';

/** For a ticket, which others it may meet, both by their place in a list. */
export type MayMeet = (a: number) => (b: number) => boolean;

export const ANYONE: MayMeet = () => () => true;

/** The condition between two tickets of a list that one bound says. */
export function testOf(bound: Bound, entrants: readonly Entrant[]): MayMeet {
  const values = entrants.map(({ ticket, parties }) =>
    ticket.backfill ? undefined : parties[0]?.party.values[bound.slot],
  );
  if (bound.kind === 'near') return near(values, bound.distance);
  if (bound.kind === 'same') return same(values);
  if (bound.kind === 'different') return different(values);
  if (bound.kind === 'location') return location(values, bound.maxLatency);
  return common(values, bound.count);
}

type Values = readonly (TicketValue | undefined)[];

function near(values: Values, distance: number): MayMeet {
  const limit = limitOf(distance);
  const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
  return (a) => {
    const own = numbers[a] ?? Number.NaN;
    return (b) => !(Math.abs((numbers[b] ?? Number.NaN) - own) > limit);
  };
}

/** Averages of the same numbers may differ in their last digit. */
function limitOf(distance: number): number {
  return distance * (1 + Number.EPSILON * 8) + Number.EPSILON * 8;
}

function same(values: Values): MayMeet {
  const ids = idsOf(values);
  return (a) => {
    const own = ids[a];
    return own === 0 ? () => true : (b) => ids[b] === own || ids[b] === 0;
  };
}

function different(values: Values): MayMeet {
  const ids = idsOf(values);
  return (a) => {
    const own = ids[a];
    return (b) => ids[b] !== own || ids[b] === 0;
  };
}

/** Equal numbers for equal values, 0 for none. */
function idsOf(values: Values): Int32Array {
  const ids = new Map<TicketValue, number>();
  return Int32Array.from(values, (value) => {
    if (value === undefined) return 0;
    const known = ids.get(value);
    if (known === undefined) ids.set(value, ids.size + 1);
    return known ?? ids.size;
  });
}

/** One bit for each location; with more of them than bits there is no cheap condition. */
function location(values: Values, maxLatency: number): MayMeet {
  const bits = new Map<string, number>();
  const masks = Int32Array.from(values, (value) => {
    if (typeof value !== 'object' || !('get' in value)) return -1;
    let mask = 0;
    for (const [place, ms] of value) {
      if (!bits.has(place)) bits.set(place, bits.size);
      if (ms <= maxLatency) mask |= 1 << (bits.get(place) ?? 0);
    }
    return mask;
  });
  if (bits.size > 31) return ANYONE;
  return (a) => {
    const own = masks[a] ?? 0;
    return (b) => ((masks[b] ?? 0) & own) !== 0;
  };
}

/** Lists that are equal are compared once. */
function common(values: Values, count: number): MayMeet {
  const ids = new Map<string, number>();
  const sets: (ReadonlySet<string> | undefined)[] = [undefined];
  const each = Int32Array.from(values, (value) => {
    if (typeof value !== 'object' || 'get' in value) return 0;
    const key = JSON.stringify(value.toSorted());
    if (!ids.has(key)) ids.set(key, sets.push(new Set(value)) - 1);
    return ids.get(key) ?? 0;
  });
  const known = new Map<number, boolean>();
  return (a) => (b) => {
    const [one, other] = [each[a] ?? 0, each[b] ?? 0];
    const key = one * sets.length + other;
    const found = known.get(key) ?? sharesEnough(sets[one], sets[other], count);
    known.set(key, found);
    return found;
  };
}

function sharesEnough(
  a: ReadonlySet<string> | undefined,
  b: ReadonlySet<string> | undefined,
  count: number,
): boolean {
  return !a || !b || a.intersection(b).size >= count;
}
