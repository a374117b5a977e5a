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

export type Moment = {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Decides how a pool of more than 1,000 tickets is drawn into batches. */
  readonly seed: string;
};

/**
 * One round over waiting tickets: around the oldest ticket that is free a match is built from the others, then around
 * the next one. The same tickets, time and seed give the same matches. `placements` limits how often tickets inside of
 * matches are moved to other teams for one more.
 */
export function formMatches(
  ruleSet: RuleSet,
  tickets: readonly Ticket[],
  { now, seed }: Moment,
  placements?: number,
): Match[] {
  const { entrants } = readEntrants(ruleSet, inOrder(ruleSet, tickets), now);
  const taken = new Set<Entrant>();
  const growth = startGrowth(ruleSet, entrants, placements);
  const matches: Match[] = [];
  for (const batch of batchesOf(ruleSet, entrants, (each) => !taken.has(each), seed))
    for (const lineup of lineupsOf(ruleSet, batch, taken, growth)) {
      const version = versionOf(ruleSet, lineup.entrants);
      const { balanceBy } = ruleSet.algorithm;
      if (balanceBy !== undefined) balanceTeams(lineup, version, balanceBy);
      matches.push({
        tickets: lineup.entrants.map(({ ticket }) => ticket),
        teams: lineup.teams.map(({ name, parties }) => ({
          name,
          playerIds: parties.flatMap(({ playerIds }) => playerIds),
        })),
        ruleEvaluationMetrics: metricsOf(lineup, version),
      });
    }
  return matches;
}

/** By age, with backfills where their priority puts them. */
export function inOrder({ algorithm: { backfillPriority } }: RuleSet, tickets: readonly Ticket[]): Ticket[] {
  const rank = ({ backfill }: Ticket) =>
    !backfill || backfillPriority === 'normal' ? 0 : backfillPriority === 'high' ? -1 : 1;
  return tickets.toSorted((a, b) => rank(a) - rank(b) || a.startTime - b.startTime);
}

function* lineupsOf(
  ruleSet: RuleSet,
  batch: readonly Entrant[],
  taken: Set<Entrant>,
  growth: Growth,
): Generator<Lineup> {
  const free = freeTickets(
    ruleSet,
    batch.filter((entrant) => !taken.has(entrant)),
  );
  for (const anchor of batch) {
    const others = free.isFree(anchor) ? free.around(anchor) : undefined;
    if (!others) continue;
    const candidates = orderCandidates(anchor, others, ruleSet, versionOf(ruleSet, [anchor]));
    const lineup = growMatch(anchor, candidates, growth).match;
    if (!lineup) continue;
    free.take(lineup.entrants);
    for (const each of lineup.entrants) taken.add(each);
    yield lineup;
  }
}
