import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Candidates } from './candidates.ts';
import type { Entrant } from './entrant.ts';
import {
  add,
  canGrow,
  copyOf,
  emptyLineup,
  fits,
  isFull,
  isHopeless,
  isMatch,
  type Lineup,
  removeLast,
  teamsFor,
} from './lineup.ts';
import { placeAnew } from './place-anew.ts';

export type Growth = {
  readonly ruleSet: RuleSet;
  placementsLeft: number;
  /** How often a ticket may still give its place to the next one; without them, it stays and the match comes to nothing. */
  refusalsLeft: number;
  /** By likeness, the state of a match in which such a ticket found no place; states are counted in the round. */
  readonly refusedIn: Int32Array;
  states: number;
};

/** So many tickets may give their place to the next one in a round, or 1,000 that never match cost a million tries. */
const REFUSALS = 10_000;

/** For one round; `placements` says how often tickets may be placed anew in it, so that no pool makes it endless. */
export function startGrowth(ruleSet: RuleSet, { length }: readonly Entrant[], placements = 5_000): Growth {
  const refusedIn = new Int32Array(length);
  return { ruleSet, placementsLeft: placements, refusalsLeft: REFUSALS, refusedIn, states: 0 };
}

/** Teams and rules for these tickets, by the wait of the one that came last or first. */
export function versionOf(
  { versions, algorithm }: RuleSet,
  entrants: readonly Entrant[],
  more?: Entrant,
): Version {
  const isNewest = algorithm.expansionAgeSelection === 'newest';
  let level = more?.level ?? entrants[0]?.level ?? 0;
  for (const each of entrants) level = isNewest ? Math.min(level, each.level) : Math.max(level, each.level);
  return versions[level] ?? versions[0];
}

/** What grew around a ticket: the largest match on the way, and everything that found a place. */
type Attempt = { readonly match: Lineup | undefined; readonly placed: Lineup; readonly leftOut: number };

/** `tried` had a place in an attempt: only when one of them is gone, the same tickets can come to another end. */
type Grown = Omit<Attempt, 'leftOut'> & { readonly tried: readonly Entrant[] };

/**
 * The largest match around a ticket: each further one is tried in the teams and left out when a rule fails. When that
 * gives no match, it is done again with those inside moved to other teams, which finds the match of parties of 1, 1, 1
 * and 3 in two teams of three. AWS says nothing about such moves. With `fewest`, a match of fewer tickets is none: so
 * the match of a pool is found again among its own tickets, where the first attempt may end with a smaller one.
 */
export function growMatch(anchor: Entrant, candidates: Candidates, growth: Growth, fewest = 1): Grown {
  const first = grow(anchor, candidates, growth, false);
  const isFound = first.match !== undefined && first.match.entrants.length >= fewest;
  const isShort = first.leftOut === 0 && !couldBeMatch(first.placed, growth.ruleSet);
  if (isFound || growth.placementsLeft <= 0 || isShort) return { ...first, tried: first.placed.entrants };
  const second = grow(anchor, candidates, growth, true);
  const { placed } = second.placed.entrants.length < first.placed.entrants.length ? first : second;
  return { match: second.match, placed, tried: [...first.placed.entrants, ...second.placed.entrants] };
}

/** True when the tickets have enough players, however they are placed. */
function couldBeMatch({ entrants }: Lineup, ruleSet: RuleSet): boolean {
  const players = entrants.reduce((total, each) => total + each.players, 0);
  return (
    players >= versionOf(ruleSet, entrants).teams.reduce((total, { minPlayers }) => total + minPlayers, 0)
  );
}

function grow(anchor: Entrant, candidates: Candidates, growth: Growth, isThorough: boolean): Attempt {
  const { ruleSet } = growth;
  const placed = emptyLineup(ruleSet.versions[0].teams);
  let match: Lineup | undefined;
  let leftOut = 0;
  growth.states += 1;
  /** True when there is room for more. */
  const take = (candidate: Entrant): boolean => {
    const { likeness } = candidate;
    if (growth.refusedIn[likeness] === growth.states || !place(placed, candidate, growth, isThorough)) {
      growth.refusedIn[likeness] = growth.states;
      leftOut += 1;
      return candidate !== anchor;
    }
    growth.states += 1;
    const version = versionOf(ruleSet, placed.entrants);
    const isReady =
      isMatch(placed, version) || (isThorough && !match && becomesMatch(placed, version, growth));
    if (isReady) match = copyOf(placed);
    return !isFull(placed, version);
  };
  const next = candidates();
  let candidate: Entrant | undefined = anchor;
  while (candidate && take(candidate)) candidate = next();
  return { match, placed, leftOut };
}

function place(lineup: Lineup, entrant: Entrant, growth: Growth, isThorough: boolean): boolean {
  const { ticket } = entrant;
  if (ticket.backfill && lineup.entrants.some((each) => each.ticket.backfill)) return false;
  const version = versionOf(growth.ruleSet, lineup.entrants, entrant);
  for (const team of teamsFor(lineup, entrant, version)) {
    add(lineup, entrant, team);
    if (fits(lineup, version) && canGrow(lineup, version) && mayStay(lineup, version, growth)) return true;
    removeLast(lineup, team);
  }
  const entrants = [...lineup.entrants, entrant];
  return isThorough && placeAnew(lineup, entrants, version, growth, (anew) => !isHopeless(anew, version));
}

/** A ticket that fills a match without making it one gives its place to the next, and so does one that makes it hopeless. */
function mayStay(lineup: Lineup, version: Version, growth: Growth): boolean {
  if (growth.refusalsLeft <= 0 || !isHopeless(lineup, version)) return true;
  growth.refusalsLeft -= 1;
  return false;
}

/** Moves tickets between teams until it is a match, when there are enough of them. */
function becomesMatch(lineup: Lineup, version: Version, growth: Growth): boolean {
  if (!couldBeMatch(lineup, growth.ruleSet)) return false;
  return placeAnew(lineup, lineup.entrants, version, growth, (anew) => isMatch(anew, version));
}
