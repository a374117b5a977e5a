import type { Party } from '../expressions/match-view.ts';
import type { Version } from '../rule-set/rule-set.ts';
import { isMatch, type Lineup } from './lineup.ts';

const MAX_SWAPS = 200;

type Team = Lineup['teams'][number];
const NONE = { team: undefined, average: 0 };

/**
 * Swaps parties of equal size between the teams with the highest and the lowest average of the balanced attribute, as
 * long as that brings the two closer together. A swap that breaks a rule is taken back. AWS says that players are
 * swapped, not how.
 */
export function balanceTeams(lineup: Lineup, version: Version, slot: number): void {
  const fixed = new Set(
    lineup.entrants.flatMap(({ ticket, parties }) =>
      ticket.backfill ? parties.map(({ party }) => party) : [],
    ),
  );
  for (let swaps = 0; swaps < MAX_SWAPS; swaps += 1) if (!swapOnce(lineup, version, slot, fixed)) return;
}

function swapOnce(lineup: Lineup, version: Version, slot: number, fixed: ReadonlySet<Party>): boolean {
  const filled = lineup.teams
    .filter(({ parties }) => parties.length > 0)
    .map((team) => ({ team, average: averageOf(team, slot) }))
    .sort((a, b) => b.average - a.average);
  const [{ team: high, average: most } = NONE, { team: low, average: least } = NONE] = [
    filled.at(0),
    filled.at(-1),
  ];
  if (!high || !low || high === low) return false;
  const apart = most - least;
  let best = { apart: apart * (1 - Number.EPSILON * 8), a: -1, b: -1 };
  for (const [a, one] of high.parties.entries())
    for (const [b, other] of low.parties.entries()) {
      if (one.playerIds.length !== other.playerIds.length || fixed.has(one) || fixed.has(other)) continue;
      const moved = numberOf(one, slot) - numberOf(other, slot);
      const after = Math.abs(apart - moved / high.parties.length - moved / low.parties.length);
      if (after < best.apart) best = { apart: after, a, b };
    }
  if (best.a < 0) return false;
  swap(high, best.a, low, best.b);
  if (isMatch(lineup, version)) return true;
  swap(high, best.a, low, best.b);
  return false;
}

function swap(one: Team, a: number, other: Team, b: number): void {
  const [first, second] = [one.parties[a], other.parties[b]];
  if (first) other.parties[b] = first;
  if (second) one.parties[a] = second;
}

function averageOf({ parties }: Team, slot: number): number {
  return parties.reduce((total, party) => total + numberOf(party, slot), 0) / parties.length;
}

function numberOf({ values }: Party, slot: number): number {
  const value = values[slot];
  return typeof value === 'number' ? value : 0;
}
