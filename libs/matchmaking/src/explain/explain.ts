import { balanceTeams } from '../matchmaker/balance-teams.ts';
import { candidatesOf } from '../matchmaker/candidates.ts';
import { type Entrant, readEntrants } from '../matchmaker/entrant.ts';
import { inOrder } from '../matchmaker/form-matches.ts';
import { growMatch, startGrowth, versionOf } from '../matchmaker/grow-match.ts';
import { add, emptyLineup, isMatch, type Lineup, teamsFor } from '../matchmaker/lineup.ts';
import { orderCandidates } from '../matchmaker/order-candidates.ts';
import type { Ticket } from '../matchmaker/ticket.ts';
import { levelAt, type RuleSet, type Version } from '../rule-set/rule-set.ts';
import type { Explanation } from './explanation.ts';
import { explainRule } from './explain-rule.ts';

/** Tickets that are tried as the one around which a match grows. */
const MAX_ANCHORS = 40;

/**
 * Why these tickets are a match at a time, or why not: for each rule what was measured, what was needed, by how much it
 * fails, and the second from which on it holds. `at` is in milliseconds since 1970.
 */
export function explain(ruleSet: RuleSet, tickets: readonly Ticket[], at: number): Explanation {
  const seconds = waitOf(ruleSet, tickets, at);
  const level = levelAt(ruleSet, seconds);
  const now = ruleSet.versions[level] ?? ruleSet.versions[0];
  const { entrants, unmatchable } = readEntrants(ruleSet, tickets, at);
  // Now each ticket counts with its own wait, as it grows into a match; at another second all of them have that one.
  const ways = ruleSet.versions.map((_, each) => {
    if (unmatchable.length > 0) return undefined;
    const then = each === level ? entrants : entrants.map((entrant) => ({ ...entrant, level: each }));
    return arrange(ruleSet, then, each);
  });
  const first = ways.findIndex((way) => way !== undefined);
  const arranged = ways[level];
  const lineup = arranged ?? ways[first] ?? bySize(entrants, now);
  const isComplete = lineup.teams.every(
    ({ players }, index) => players >= (now.teams[index]?.minPlayers ?? 0),
  );
  const rules = now.judged.map((rule) => explainRule(rule, lineup, { ruleSet, now }, !isComplete));
  const verdict = !arranged ? 'no' : isMatch(arranged, now) ? 'match' : 'compatible';
  const teams = now.teams.map(({ name, minPlayers, maxPlayers }, index) => ({
    name,
    ticketIds: lineup.entrants
      .filter(({ parties }) => parties.some(({ party }) => lineup.teams[index]?.parties.includes(party)))
      .map(({ ticket }) => ticket.ticketId),
    players: lineup.teams[index]?.players ?? 0,
    minPlayers,
    maxPlayers,
  }));
  const failing = rules.filter(({ holds }) => holds === false);
  const sizes = sizeLines(teams, entrants);
  const lines = [
    ...unmatchable.map(({ ticketId, reason }) => `${ticketId} can never match: ${reason}`),
    ...sizes,
    ...(failing.length > 0 ? failing : rules).map(({ text }) => text),
  ];
  return {
    verdict,
    seconds,
    passesAtSeconds: ruleSet.versions[first]?.fromSeconds,
    teams,
    rules,
    unmatchable,
    lines,
  };
}

/** The wait that counts for expansions, in seconds; a ticket of later has waited 0 seconds. */
function waitOf({ algorithm }: RuleSet, tickets: readonly Ticket[], at: number): number {
  if (tickets.length === 0) return 0;
  const starts = tickets.map(({ startTime }) => startTime);
  const from = algorithm.expansionAgeSelection === 'newest' ? Math.max(...starts) : Math.min(...starts);
  return Math.max(0, (at - from) / 1000);
}

/**
 * Around each of them as the matchmaker does it, also in other places than those where a smaller match comes about: a
 * match of all, or else a part of one that has room for more. Each of the first 40 tickets costs at most the 5,000
 * placements of a round.
 */
function arrange(ruleSet: RuleSet, entrants: readonly Entrant[], level: number): Lineup | undefined {
  const version = ruleSet.versions[level] ?? ruleSet.versions[0];
  const tickets = inOrder(
    ruleSet,
    entrants.map(({ ticket }) => ticket),
  );
  const byAge = tickets.flatMap((ticket) => entrants.find((each) => each.ticket === ticket) ?? []);
  let partial: Lineup | undefined;
  for (const anchor of byAge.slice(0, MAX_ANCHORS)) {
    const others = byAge.filter((each) => each !== anchor);
    const candidates = orderCandidates(anchor, candidatesOf(others), ruleSet, versionOf(ruleSet, [anchor]));
    const { match, placed } = growMatch(anchor, candidates, startGrowth(ruleSet, entrants), entrants.length);
    if (match?.entrants.length === entrants.length) {
      if (ruleSet.algorithm.balanceBy !== undefined)
        balanceTeams(match, version, ruleSet.algorithm.balanceBy);
      return match;
    }
    const isWhole = placed.entrants.length === entrants.length && canBecomeMatch(placed, version);
    partial ??= isWhole ? placed : undefined;
  }
  return partial;
}

/** More players are needed: with all of them there, a rule that fails is a refusal. */
function canBecomeMatch({ teams, entrants }: Lineup, version: Version): boolean {
  const isOnlyBackfill = entrants.every(({ ticket }) => ticket.backfill);
  const isOpen = teams.some(({ players }, index) => players < (version.teams[index]?.maxPlayers ?? 0));
  return isOpen || isOnlyBackfill;
}

/** For tickets that no order gets into teams: the oldest first, each where there is most room. */
function bySize(entrants: readonly Entrant[], version: Version): Lineup {
  const lineup = emptyLineup(version.teams);
  for (const entrant of entrants.toSorted((a, b) => a.ticket.startTime - b.ticket.startTime)) {
    const [room] = teamsFor(lineup, entrant, version);
    if (room !== undefined) add(lineup, entrant, room);
  }
  return lineup;
}

function sizeLines(teams: Explanation['teams'], entrants: readonly Entrant[]): string[] {
  const placed = new Set(teams.flatMap(({ ticketIds }) => ticketIds));
  const largest = Math.max(0, ...teams.map(({ maxPlayers }) => maxPlayers));
  const outside = entrants
    .filter(({ ticket }) => !placed.has(ticket.ticketId))
    .map(({ ticket, players }) =>
      players > largest
        ? `${ticket.ticketId} can never match: its ${players} players play in one team, and the largest has ${largest}`
        : `${ticket.ticketId} finds no place for its ${players} ${players === 1 ? 'player' : 'players'}`,
    );
  const short = teams
    .filter(({ players, minPlayers }) => players < minPlayers)
    .map(({ name, players, minPlayers }) => `${name} has ${players} of at least ${minPlayers} players`);
  return [...outside, ...short];
}
