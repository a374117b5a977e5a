import { createHash } from 'node:crypto';
import { formMatches, type Match, type Moment } from '../matchmaker/form-matches.ts';
import { waitMetrics } from '../matchmaker/rule-metrics.ts';
import { endLateProposals } from './acceptance.ts';
import type { MatchmakingRules, Pool, PoolEvent, Step } from './pool.ts';

/**
 * One round: proposals without answers end, new tickets begin to search, matches are formed, and what has waited for
 * its whole time is taken out. A ticket is tried once more in the round in which its time ends, and no later; AWS does
 * not say so. The same pool, rules and moment give the same step.
 */
export function advance(pool: Pool, rules: MatchmakingRules, moment: Moment): Step {
  const { ruleSet, requestTimeoutSeconds, acceptanceTimeoutSeconds } = rules;
  const { now } = moment;
  const ended = endLateProposals(pool, now);
  const queued = ended.pool.waiting.filter(({ isSearching }) => !isSearching);
  const searching = queued.map(({ ticket }): PoolEvent => ({
    type: 'MatchmakingSearching',
    tickets: [ticket],
  }));
  const waiting = ended.pool.waiting.map(({ ticket }) => ticket);
  const endOf = (startTime: number) => startTime + requestTimeoutSeconds * 1000;
  const matches = formMatches(
    ruleSet,
    waiting.filter(({ startTime }) => endOf(startTime) >= now),
    moment,
  );
  const matched = matches.map((match) => ({ match, matchId: matchIdOf(match, moment) }));
  const taken = new Set(matches.flatMap(({ tickets }) => tickets));
  const left = waiting.filter((ticket) => !taken.has(ticket));
  const late = left.filter(({ startTime }) => endOf(startTime) <= now);
  const metricsOf = waitMetrics(ruleSet, left, now);
  const timedOut = late.map((ticket): PoolEvent => ({
    type: 'MatchmakingTimedOut',
    tickets: [ticket],
    ruleEvaluationMetrics: metricsOf(ticket),
  }));
  const proposals = matched.map(({ match, matchId }) => ({
    match,
    matchId,
    until: now + (acceptanceTimeoutSeconds ?? 0) * 1000,
    answers: {},
  }));
  return {
    pool: {
      waiting: left
        .filter((ticket) => !late.includes(ticket))
        .map((ticket) => ({ ticket, isSearching: true })),
      proposals:
        acceptanceTimeoutSeconds === undefined
          ? ended.pool.proposals
          : [...ended.pool.proposals, ...proposals],
    },
    events: [
      ...ended.events,
      ...searching,
      ...matched.flatMap((each) => eventsOf(each, acceptanceTimeoutSeconds)),
      ...timedOut,
    ],
  };
}

function eventsOf(
  { match, matchId }: { match: Match; matchId: string },
  acceptanceTimeout: number | undefined,
): PoolEvent[] {
  const acceptanceRequired = acceptanceTimeout !== undefined;
  const created: PoolEvent = {
    type: 'PotentialMatchCreated',
    matchId,
    match,
    acceptanceRequired,
    acceptanceTimeout,
  };
  return acceptanceRequired ? [created] : [created, { type: 'MatchReady', matchId, match }];
}

/** A UUID made of the tickets, the time and the seed. */
function matchIdOf({ tickets }: Match, { now, seed }: Moment): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([seed, now, tickets.map(({ ticketId }) => ticketId)]))
    .digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
