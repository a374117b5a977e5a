import type { Ticket } from '../matchmaker/ticket.ts';
import type { Acceptance, Pool, PoolEvent, Proposal, Step } from './pool.ts';

/** Players who were asked and have not answered yet. */
function unanswered({ match, answers }: Proposal): string[] {
  const asked = match.tickets.flatMap(({ backfill, players }) => (backfill ? [] : players));
  return asked.map(({ playerId }) => playerId).filter((id) => !Object.hasOwn(answers, id));
}

/**
 * Players of one ticket accept or reject their match. The first rejection ends it at once, which AWS does not say; the
 * last acceptance makes it ready. Undefined when the ticket is in no match that waits for answers or has no such player.
 */
export function answerMatch(
  pool: Pool,
  ticketId: string,
  playerIds: readonly string[],
  answer: Acceptance,
): Step | undefined {
  const proposal = pool.proposals.find(({ match }) =>
    match.tickets.some((ticket) => ticket.ticketId === ticketId),
  );
  const ticket = proposal?.match.tickets.find((each) => each.ticketId === ticketId);
  const own = ticket?.players.map(({ playerId }) => playerId) ?? [];
  if (!proposal || ticket?.backfill || playerIds.length === 0 || !playerIds.every((id) => own.includes(id)))
    return undefined;
  const answers = { ...proposal.answers, ...Object.fromEntries(playerIds.map((id) => [id, answer])) };
  const answered: Proposal = { ...proposal, answers };
  const told: PoolEvent = { type: 'AcceptMatch', proposal: answered };
  if (answer === 'REJECT') return endProposal(pool, answered, 'Rejected', [told]);
  if (unanswered(answered).length === 0) return endProposal(pool, answered, 'Accepted', [told]);
  const proposals = pool.proposals.map((each) => (each === proposal ? answered : each));
  return { pool: { ...pool, proposals }, events: [told] };
}

/** Ends what no one has answered in time. */
export function endLateProposals(pool: Pool, now: number): Step {
  const late = pool.proposals.filter(({ until }) => until <= now);
  return late.reduce<Step>((step, proposal) => endProposal(step.pool, proposal, 'TimedOut', step.events), {
    pool,
    events: [],
  });
}

/**
 * A proposal is over. Accepted, the match is ready. Otherwise the tickets whose players all accepted search again, and
 * the others, with a player who rejected or did not answer, are cancelled: their time never counts as timed out.
 */
function endProposal(
  pool: Pool,
  proposal: Proposal,
  acceptance: 'Accepted' | 'Rejected' | 'TimedOut',
  told: readonly PoolEvent[],
): Step {
  const { matchId, match, answers } = proposal;
  const rest: Pool = { ...pool, proposals: pool.proposals.filter((each) => each.matchId !== matchId) };
  const completed: PoolEvent = { type: 'AcceptMatchCompleted', proposal, acceptance };
  if (acceptance === 'Accepted')
    return { pool: rest, events: [...told, completed, { type: 'MatchReady', matchId, match }] };
  const isGuilty = ({ backfill, players }: Ticket) =>
    !backfill && players.some(({ playerId }) => answers[playerId] !== 'ACCEPT');
  const guilty = match.tickets.filter(isGuilty);
  const cancelled: PoolEvent = {
    type: 'MatchmakingCancelled',
    tickets: guilty,
    cause: 'acceptance',
    matchId,
    ruleEvaluationMetrics: match.ruleEvaluationMetrics,
  };
  return searchAgain(
    rest,
    match.tickets.filter((ticket) => !isGuilty(ticket)),
    [...told, completed, cancelled],
  );
}

/** Tickets go back to the others, with the time that they have waited. */
export function searchAgain(pool: Pool, tickets: readonly Ticket[], told: readonly PoolEvent[]): Step {
  if (tickets.length === 0) return { pool, events: told };
  const waiting = [...pool.waiting, ...tickets.map((ticket) => ({ ticket, isSearching: true }))];
  return {
    pool: { ...pool, waiting: waiting.toSorted((a, b) => a.ticket.startTime - b.ticket.startTime) },
    events: [...told, { type: 'MatchmakingSearching', tickets }],
  };
}
