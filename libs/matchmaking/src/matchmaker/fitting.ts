import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Bound } from '../rules/rule.ts';
import { ANYONE, type MayMeet, testOf } from './bound-test.ts';
import type { Entrant } from './entrant.ts';
import { playersNear } from './players-near.ts';

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
  const reached = reachedBounds(versions.slice(0, Math.max(...levels, 0) + 1), isNewest);
  const ofLevel: { meets: MayMeet; most: ((a: number) => number)[] }[] = [];
  // A bound that no step changes is prepared once for all levels.
  const testOnce = remembered((bound) => testOf(bound, entrants));
  const mostOnce = remembered((bound) => (bound.kind === 'near' ? playersNear(bound, entrants) : NO_LIMIT));
  const fittingAt = (level: number) => {
    const bounds = reached[level] ?? [];
    ofLevel[level] ??= { meets: all(bounds.map(testOnce)), most: bounds.map(mostOnce) };
    return ofLevel[level];
  };
  const isOneLevel = levels.every((level) => level === levels[0]);
  return {
    mostPlayers: (a) => Math.min(...fittingAt(levels[a] ?? 0).most.map((most) => most(a))),
    meets: (a) => {
      const own = levels[a] ?? 0;
      if (isOneLevel || (isNewest && own === 0)) return fittingAt(own).meets(a);
      const around: ((b: number) => boolean)[] = [];
      const level = isNewest
        ? (b: number) => Math.min(own, levels[b] ?? 0)
        : (b: number) => Math.max(own, levels[b] ?? 0);
      return (b) => {
        const at = level(b);
        around[at] ??= fittingAt(at).meets(a);
        return around[at](b);
      };
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

/**
 * By level, for each rule that has a bound in all versions that count, the one that lets most tickets pass. With
 * `newest`, all who join can only bring an earlier version; with `oldest`, only a later one.
 */
function reachedBounds(versions: readonly Version[], isNewest: boolean): Bound[][] {
  const bounds = versions.map(({ judged }) => new Map(judged.map(({ name, bound }) => [name, bound])));
  const inOrder = isNewest ? bounds : bounds.toReversed();
  let widest: Map<string, Bound | undefined> | undefined;
  const reached = inOrder.map((own) => {
    const before = widest;
    widest = before
      ? new Map([...before].map(([name, bound]) => [name, widerOf(bound, own.get(name))]))
      : own;
    return [...widest.values()].filter((bound) => bound !== undefined);
  });
  return isNewest ? reached : reached.toReversed();
}

function widerOf(a: Bound | undefined, b: Bound | undefined): Bound | undefined {
  return a && b && wider(a, b);
}

function wider(a: Bound, b: Bound): Bound | undefined {
  if (a.slot !== b.slot) return undefined;
  if (a.kind === 'near' && b.kind === 'near') return a.distance < b.distance ? b : a;
  if (a.kind === 'location' && b.kind === 'location') return a.maxLatency < b.maxLatency ? b : a;
  if (a.kind === 'common' && b.kind === 'common') return a.count < b.count ? a : b;
  return a.kind === b.kind && (a.kind === 'same' || a.kind === 'different') ? a : undefined;
}

const NO_LIMIT = () => Number.POSITIVE_INFINITY;

function remembered<Result>(compute: (bound: Bound) => Result): (bound: Bound) => Result {
  const known = new Map<Bound, Result>();
  return (bound) => {
    const result = known.get(bound) ?? compute(bound);
    known.set(bound, result);
    return result;
  };
}
