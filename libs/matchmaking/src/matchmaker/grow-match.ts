import type { RuleSet, Version } from '../rule-set/rule-set.ts';
import type { Entrant } from './entrant.ts';
import {
  add,
  canGrow,
  copyOf,
  emptyLineup,
  fits,
  isFull,
  isMatch,
  type Lineup,
  removeLast,
  teamsFor,
} from './lineup.ts';

/** How often tickets are placed anew for one more ticket, and for all of them in one round. */
const PLACEMENTS_OF_TICKET = 100;
const PLACEMENTS_OF_ROUND = 20_000;

export type Growth = { readonly ruleSet: RuleSet; placementsLeft: number };

export function startGrowth(ruleSet: RuleSet): Growth {
  return { ruleSet, placementsLeft: PLACEMENTS_OF_ROUND };
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

/**
 * The largest match around a ticket: each further one is tried in the teams and left out when a rule fails. When that
 * gives no match, it is done again with those inside moved to other teams for one more, which finds the match of
 * parties of 1, 1, 1 and 3 in two teams of three.
 */
export function growMatch(
  anchor: Entrant,
  candidates: readonly Entrant[],
  growth: Growth,
): Lineup | undefined {
  const first = grow(anchor, candidates, growth, false);
  if (first.match || first.leftOut === 0 || growth.placementsLeft <= 0) return first.match;
  return grow(anchor, candidates, growth, true).match;
}

/** These tickets, in this order, in teams in which every rule holds or can still be held; undefined when there is no way. */
export function lineUp(entrants: readonly Entrant[], growth: Growth): Lineup | undefined {
  const teams = versionOf(growth.ruleSet, entrants).teams;
  for (const isThorough of [false, true]) {
    const lineup = emptyLineup(teams);
    if (entrants.every((entrant) => place(lineup, entrant, growth, isThorough))) return lineup;
  }
  return undefined;
}

function grow(
  anchor: Entrant,
  candidates: readonly Entrant[],
  growth: Growth,
  isThorough: boolean,
): { match: Lineup | undefined; leftOut: number } {
  const { ruleSet } = growth;
  let version = versionOf(ruleSet, [anchor]);
  const lineup = emptyLineup(version.teams);
  let match: Lineup | undefined;
  let leftOut = 0;
  const refused = new Set<string>();
  for (const candidate of [anchor, ...candidates]) {
    if (lineup.entrants.length > 0 && isFull(lineup, version)) break;
    if (refused.has(candidate.likeness) || !place(lineup, candidate, growth, isThorough)) {
      if (candidate === anchor) break;
      refused.add(candidate.likeness);
      leftOut += 1;
      continue;
    }
    refused.clear();
    version = versionOf(ruleSet, lineup.entrants);
    if (isMatch(lineup, version)) match = copyOf(lineup);
  }
  return { match, leftOut };
}

function place(lineup: Lineup, entrant: Entrant, growth: Growth, isThorough: boolean): boolean {
  const { ticket } = entrant;
  if (ticket.backfill && lineup.entrants.some((each) => each.ticket.backfill)) return false;
  const version = versionOf(growth.ruleSet, lineup.entrants, entrant);
  if (placeInTeam(lineup, entrant, version)) return true;
  return isThorough && growth.placementsLeft > 0 && replace(lineup, entrant, version, growth);
}

/** In the first team, of those with room, in which the match can grow. */
function placeInTeam(lineup: Lineup, entrant: Entrant, version: Version): boolean {
  for (const team of teamsFor(lineup, entrant, version)) {
    add(lineup, entrant, team);
    if (fits(lineup, version) && canGrow(lineup, version)) return true;
    removeLast(lineup, team);
  }
  return false;
}

/** Places all tickets anew so that one more has its place; leaves the match as it was when there is no such way. */
function replace(lineup: Lineup, entrant: Entrant, version: Version, growth: Growth): boolean {
  const all = [...lineup.entrants, entrant];
  const anew = emptyLineup(version.teams);
  let left = Math.min(PLACEMENTS_OF_TICKET, growth.placementsLeft);
  const isPlaced = placeFrom(0);
  growth.placementsLeft -= Math.min(PLACEMENTS_OF_TICKET, growth.placementsLeft) - left;
  if (isPlaced) {
    lineup.entrants.splice(0, lineup.entrants.length, ...anew.entrants);
    for (const [index, team] of anew.teams.entries()) {
      const into = lineup.teams[index];
      into?.parties.splice(0, into.parties.length, ...team.parties);
      if (into) into.players = team.players;
    }
  }
  return isPlaced;

  function placeFrom(index: number): boolean {
    const next = all[index];
    if (!next) return true;
    for (const team of teamsFor(anew, next, version)) {
      if (left <= 0) return false;
      left -= 1;
      add(anew, next, team);
      if (fits(anew, version) && canGrow(anew, version) && placeFrom(index + 1)) return true;
      removeLast(anew, team);
    }
    return false;
  }
}
