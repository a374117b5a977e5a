import type { TicketValue } from '../expressions/match-view.ts';
import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Sort } from '../rules/rule.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import type { Entrant } from './entrant.ts';

/** The tickets behind the first one in the order in which they are tried; equal ones stay as they stand. */
export function orderCandidates(
  anchor: Entrant,
  candidates: Candidates,
  ruleSet: RuleSet,
  version: Version,
): Candidates {
  const sorts = version.rules.flatMap(({ sort }) => sort ?? []);
  const balanced = balancedSort(ruleSet);
  const keys = [...(balanced ? [balanced] : []), ...sorts].map((sort) => keyOf(sort, anchor));
  if (keys.length === 0) return candidates;
  const keyed: { candidate: Entrant; by: number[] }[] = [];
  const next = candidates();
  for (let candidate = next(); candidate; candidate = next()) {
    const by: number[] = [];
    for (const key of keys) by.push(key(candidate));
    keyed.push({ candidate, by });
  }
  return candidatesOf(keyed.sort((a, b) => firstDifference(a.by, b.by)).map(({ candidate }) => candidate));
}

/** With the balanced strategy, those come first whose balanced attribute is closest to that of the first ticket. */
function balancedSort({ algorithm: { balanceBy } }: RuleSet): Sort | undefined {
  return balanceBy === undefined ? undefined : { by: 'distance', slot: balanceBy, descending: false };
}

/** A number to sort by, smaller ones first. What has no value at the key comes last, which AWS does not say. */
function keyOf({ by, slot, mapKey, descending }: Sort, anchor: Entrant): (entrant: Entrant) => number {
  const key = mapKey && keyOfMap(anchor, slot, mapKey);
  const from = numberOf(anchor, slot, key);
  return (entrant) => {
    const value = numberOf(entrant, slot, key);
    const number =
      by === 'value' ? value : value !== undefined && from !== undefined ? Math.abs(value - from) : undefined;
    return number === undefined ? Number.POSITIVE_INFINITY : descending ? -number : number;
  };
}

/** The key where the first ticket's own map has its lowest or highest value; of equal ones the first. */
function keyOfMap(anchor: Entrant, slot: number, mapKey: 'minValue' | 'maxValue'): string | undefined {
  const map = anchor.parties[0]?.party.values[slot];
  if (typeof map !== 'object' || !('get' in map)) return undefined;
  const sign = mapKey === 'minValue' ? 1 : -1;
  return [...map].reduce<[string, number] | undefined>(
    (best, each) => (best && sign * best[1] <= sign * each[1] ? best : each),
    undefined,
  )?.[0];
}

function numberOf(entrant: Entrant, slot: number, key: string | undefined): number | undefined {
  const value = entrant.parties[0]?.party.values[slot];
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'get' in value && key !== undefined ? value.get(key) : undefined;
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const [number = 0, other = 0] = [a[index], b[index]];
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

/** Numbers by size, strings by their characters; what has no value comes last. */
export function compareValues(a: TicketValue | undefined, b: TicketValue | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return Number(typeof a === 'object' || a === undefined) - Number(typeof b === 'object' || b === undefined);
}
