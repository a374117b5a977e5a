import type { Party } from '../expressions/match-view.ts';
import type { Team, Version } from '../rule-set/rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import type { Entrant } from './entrant.ts';

type LineupTeam = { readonly name: string; readonly parties: Party[]; players: number };

/** A match while it grows: who stands in which team. */
export type Lineup = { readonly teams: readonly LineupTeam[]; readonly entrants: Entrant[] };

export function emptyLineup(teams: readonly Team[]): Lineup {
  return { teams: teams.map(({ name }) => ({ name, parties: [], players: 0 })), entrants: [] };
}

export function copyOf({ teams, entrants }: Lineup): Lineup {
  return { teams: teams.map((team) => ({ ...team, parties: [...team.parties] })), entrants: [...entrants] };
}

/** Places a ticket; `team` is for its only party, a backfill takes the teams where its players are. */
export function add(lineup: Lineup, entrant: Entrant, team: number): void {
  lineup.entrants.push(entrant);
  for (const { party, team: fixed } of entrant.parties) {
    const into = fixed === undefined ? lineup.teams[team] : lineup.teams.find(({ name }) => name === fixed);
    into?.parties.push(party);
    if (into) into.players += party.playerIds.length;
  }
}

/** Takes back the last `add`. */
export function removeLast(lineup: Lineup, team: number): void {
  const entrant = lineup.entrants.pop();
  for (const { party, team: fixed } of entrant?.parties.toReversed() ?? []) {
    const from = fixed === undefined ? lineup.teams[team] : lineup.teams.find(({ name }) => name === fixed);
    from?.parties.pop();
    if (from) from.players -= party.playerIds.length;
  }
}

/** True when no team has more players than it may. */
export function fits({ teams }: Lineup, version: Version): boolean {
  return teams.every(({ players }, index) => players <= (version.teams[index]?.maxPlayers ?? 0));
}

/** True when no team can take one more player. */
export function isFull({ teams }: Lineup, version: Version): boolean {
  return teams.every(({ players }, index) => players >= (version.teams[index]?.maxPlayers ?? 0));
}

/** True when more players may still make a match of it: every rule holds or can still be held. */
export function canGrow(lineup: Lineup, version: Version): boolean {
  for (const rule of version.judged) if (rule.holds(lineup, true) === false) return false;
  return true;
}

/** True when it is no match, and no players can make it one in the places that are open. */
export function isHopeless(lineup: Lineup, version: Version): boolean {
  const open = openPlaces(lineup, version);
  if (open <= 0) return !isMatch(lineup, version);
  return version.judged.some((rule) => needsMore(rule, lineup, open));
}

/** True when a rule needs more players than there are places for. */
export function needsMore({ missing }: Rule, lineup: Lineup, open: number): boolean {
  return missing !== undefined && missing(lineup) > open;
}

export function openPlaces({ teams }: Lineup, version: Version): number {
  return teams.reduce(
    (open, { players }, index) => open + (version.teams[index]?.maxPlayers ?? 0) - players,
    0,
  );
}

/** True when every team has as many players as it needs and may have. */
function hasSizes(lineup: Lineup, version: Version): boolean {
  const isEnough = lineup.teams.every(
    ({ players }, index) => players >= (version.teams[index]?.minPlayers ?? 0),
  );
  return isEnough && fits(lineup, version);
}

/**
 * True when it is a match: team sizes and rules hold, and someone comes new to a game that runs. What cannot be told
 * even now, such as the average of a team that may be empty, counts as held; AWS does not say so.
 */
export function isMatch(lineup: Lineup, version: Version): boolean {
  if (!hasSizes(lineup, version) || lineup.entrants.every(({ ticket }) => ticket.backfill)) return false;
  return version.judged.every((rule) => rule.holds(lineup, false) !== false);
}

/**
 * The teams with room for a ticket, in the order in which they are tried: those under their minimum first, then those
 * with the most open places, as AWS describes it for large matches; for small ones it is our choice. A backfill has
 * its teams: it is tried once.
 */
export function teamsFor(
  { teams }: Lineup,
  { ticket, players }: Entrant,
  version: Version,
): readonly number[] {
  if (ticket.backfill) return [0];
  const found: { index: number; rank: number }[] = [];
  for (const [index, { minPlayers, maxPlayers }] of version.teams.entries()) {
    const inside = teams[index]?.players ?? 0;
    const open = maxPlayers - inside;
    if (players <= open) found.push({ index, rank: open + (inside < minPlayers ? UNDER_MINIMUM : 0) });
  }
  return found.sort((a, b) => b.rank - a.rank || a.index - b.index).map(({ index }) => index);
}

/** More than any team has places. */
const UNDER_MINIMUM = 1000;
