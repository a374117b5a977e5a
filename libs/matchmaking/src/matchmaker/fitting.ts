import type { TicketValue } from '../expressions/match-view.ts';
import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Bound } from '../rules/rule.ts';
import type { Entrant } from './entrant.ts';
import { playersNear } from './players-near.ts';

/** For a ticket, which others it may meet, both by their place in a list. */
type MayMeet = (a: number) => (b: number) => boolean;

/** False when no match with both can hold the rules, with any other tickets and however long they wait. */
type Fitting = {
  readonly meets: MayMeet;
  /** At least as many players as all have together that a ticket may meet, and its own. */
  readonly mostPlayers: (a: number) => number;
};

/**
 * Cheap conditions between two tickets of a list, from the rules that have one. They leave out what could never be
 * placed; the rules themselves decide on the rest. A backfill meets everyone here.
 */
export function fittingOf({ versions, algorithm }: RuleSet, entrants: readonly Entrant[]): Fitting {
  const isNewest = algorithm.expansionAgeSelection === 'newest';
  const levels = Int32Array.from(entrants, ({ level }) => level);
  const last = Math.max(...levels, 0);
  // With `newest`, all who join can only bring an earlier version; with `oldest`, only a later one.
  const fittings = versions.map((_, level) => {
    const reached = isNewest
      ? versions.slice(0, level + 1)
      : versions.slice(level, Math.max(level, last) + 1);
    const bounds = boundsOf(reached);
    const most = bounds.flatMap((bound) => (bound.kind === 'near' ? [playersNear(bound, entrants)] : []));
    return { meets: all(bounds.map((bound) => testOf(bound, entrants))), most };
  });
  const isOneLevel = levels.every((level) => level === levels[0]);
  return {
    mostPlayers: (a) => Math.min(...(fittings[levels[a] ?? 0]?.most ?? []).map((most) => most(a))),
    meets: (a) => {
      const own = levels[a] ?? 0;
      if (isOneLevel || (isNewest && own === 0)) return fittings[own]?.meets(a) ?? (() => true);
      const around = fittings.map(({ meets }) => meets(a));
      const level = isNewest
        ? (b: number) => Math.min(own, levels[b] ?? 0)
        : (b: number) => Math.max(own, levels[b] ?? 0);
      return (b) => around[level(b)]?.(b) ?? true;
    },
  };
}

function all(tests: readonly MayMeet[]): MayMeet {
  const [only, ...others] = tests;
  if (!only) return ANYONE;
  if (others.length === 0) return only;
  return (a) => {
    const around = tests.map((test) => test(a));
    return (b) => {
      for (const test of around) if (!test(b)) return false;
      return true;
    };
  };
}

/** For each rule that has a bound in every version, the one that lets most tickets pass. */
function boundsOf(versions: readonly Version[]): Bound[] {
  return (versions[0]?.judged ?? []).flatMap(({ name }) => {
    const bounds = versions.map(({ judged }) => judged.find((rule) => rule.name === name)?.bound);
    const [first] = bounds;
    const widest = bounds.reduce((wide, bound) => (wide && bound ? wider(wide, bound) : undefined), first);
    return widest ? [widest] : [];
  });
}

function wider(a: Bound, b: Bound): Bound | undefined {
  if (a.slot !== b.slot) return undefined;
  if (a.kind === 'near' && b.kind === 'near') return a.distance < b.distance ? b : a;
  if (a.kind === 'location' && b.kind === 'location') return a.maxLatency < b.maxLatency ? b : a;
  if (a.kind === 'common' && b.kind === 'common') return a.count < b.count ? a : b;
  return a.kind === b.kind && (a.kind === 'same' || a.kind === 'different') ? a : undefined;
}

const ANYONE: MayMeet = () => () => true;

function testOf(bound: Bound, entrants: readonly Entrant[]): MayMeet {
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
