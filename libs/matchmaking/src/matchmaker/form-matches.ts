import type { RuleSet } from '../rule-set/rule-set.ts';
import { balanceTeams } from './balance-teams.ts';
import { batchesOf } from './batches.ts';
import { freeTickets } from './candidates.ts';
import { type Entrant, readEntrants } from './entrant.ts';
import { type Growth, growMatch, startGrowth, versionOf } from './grow-match.ts';
import type { Lineup } from './lineup.ts';
import { orderCandidates } from './order-candidates.ts';
import { metricsOf, type RuleMetric } from './rule-metrics.ts';
import type { Ticket } from './ticket.ts';

/** Tickets that play together, and who plays in which team. */
export type Match = {
  /** In the order in which they joined. */
  readonly tickets: readonly Ticket[];
  /** In the order of the rule set, with all players, also those of a backfill. */
  readonly teams: readonly { readonly name: string; readonly playerIds: readonly string[] }[];
  readonly ruleEvaluationMetrics: readonly RuleMetric[];
};

/** The clock and the randomness of one step: the same ones give the same matches. */
export type Moment = {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Decides how a pool of more than 1,000 tickets is drawn into batches. */
  readonly seed: string;
};

/**
 * One round over waiting tickets: around the oldest ticket that is free a match is built from the others, then around
 * the next one. A ticket whose match failed with one that another match took is tried once more, so that nothing is left
 * that the next round would match at once. The same tickets, time and seed give the same matches, listed by the age of
 * the ticket around which each is built. `placements` limits how often tickets inside of matches are moved to other
 * teams for one more.
 */
export function formMatches(
  ruleSet: RuleSet,
  tickets: readonly Ticket[],
  { now, seed }: Moment,
  placements?: number,
): Match[] {
  const { entrants } = readEntrants(ruleSet, inOrder(ruleSet, tickets), now);
  const round: Round = {
    growth: startGrowth(ruleSet, entrants, placements),
    taken: new Set(),
    tried: new Map(),
  };
  const places = new Map(entrants.map((entrant, index) => [entrant, index]));
  const placeOf = ({ entrants: [first] }: Lineup) => (first && places.get(first)) ?? 0;
  const lineups: Lineup[] = [];
  for (let anchors = new Set(entrants); anchors.size > 0; anchors = anchorsAgain(round))
    for (const batch of batchesOf(ruleSet, entrants, (each) => !round.taken.has(each), seed))
      lineups.push(...lineupsOf(ruleSet, batch, anchors, round));
  return lineups.sort((a, b) => placeOf(a) - placeOf(b)).map((lineup) => matchOf(lineup, ruleSet));
}

function matchOf(lineup: Lineup, ruleSet: RuleSet): Match {
  const version = versionOf(ruleSet, lineup.entrants);
  const { balanceBy } = ruleSet.algorithm;
  if (balanceBy !== undefined) balanceTeams(lineup, version, balanceBy);
  return {
    tickets: lineup.entrants.map(({ ticket }) => ticket),
    teams: lineup.teams.map(({ name, parties }) => ({
      name,
      playerIds: parties.flatMap(({ playerIds }) => playerIds),
    })),
    ruleEvaluationMetrics: metricsOf(lineup, version),
  };
}

/** By age, with backfills where their priority puts them. */
export function inOrder({ algorithm: { backfillPriority } }: RuleSet, tickets: readonly Ticket[]): Ticket[] {
  const rank = ({ backfill }: Ticket) =>
    !backfill || backfillPriority === 'normal' ? 0 : backfillPriority === 'high' ? -1 : 1;
  return tickets.toSorted((a, b) => rank(a) - rank(b) || a.startTime - b.startTime);
}

type Round = {
  readonly growth: Growth;
  readonly taken: Set<Entrant>;
  /** For a ticket around which no match came about, those that had a place in one. */
  readonly tried: Map<Entrant, readonly Entrant[]>;
};

function* lineupsOf(
  ruleSet: RuleSet,
  batch: readonly Entrant[],
  anchors: ReadonlySet<Entrant>,
  { growth, taken, tried }: Round,
): Generator<Lineup> {
  const free = freeTickets(
    ruleSet,
    batch.filter((entrant) => !taken.has(entrant)),
  );
  for (const anchor of batch) {
    const others = anchors.has(anchor) && free.isFree(anchor) ? free.around(anchor) : undefined;
    if (!others) continue;
    const candidates = orderCandidates(anchor, others, ruleSet, versionOf(ruleSet, [anchor]));
    const grown = growMatch(anchor, candidates, growth);
    if (!grown.match) {
      tried.set(anchor, [...(tried.get(anchor) ?? []), ...grown.tried]);
      continue;
    }
    free.take(grown.match.entrants);
    for (const each of grown.match.entrants) taken.add(each);
    yield grown.match;
  }
}

/** Free tickets that had a place for one that is taken since then; each match can free some more. */
function anchorsAgain({ taken, tried }: Round): Set<Entrant> {
  const again = new Set<Entrant>();
  for (const [anchor, others] of tried) {
    if (taken.has(anchor)) tried.delete(anchor);
    else if (others.some((each) => taken.has(each))) again.add(anchor);
  }
  for (const anchor of again) tried.delete(anchor);
  return again;
}
