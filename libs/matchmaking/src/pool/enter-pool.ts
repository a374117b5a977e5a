import type { Ticket } from '../matchmaker/ticket.ts';
import { searchAgain } from './acceptance.ts';
import type { Pool, PoolEvent, Step } from './pool.ts';

/**
 * A ticket waits from now on. A player is in one ticket only: an older one with the same player is cancelled. Backfills
 * ask for a game and not for its players, so they stay beside what their players ask for; AWS does not say so.
 */
export function enterPool(pool: Pool, ticket: Ticket): Step {
  const players = new Set(ticket.players.map(({ playerId }) => playerId));
  const isReplaced = (other: Ticket) =>
    !other.backfill && !ticket.backfill && other.players.some(({ playerId }) => players.has(playerId));
  const before = removeTickets(pool, isReplaced, 'replaced');
  const waiting = [...before.pool.waiting, { ticket, isSearching: false }];
  return { pool: { ...before.pool, waiting }, events: before.events };
}

/** A ticket is taken out by request; undefined when it is not there. */
export function leavePool(pool: Pool, ticketId: string): Step | undefined {
  const step = removeTickets(pool, (ticket) => ticket.ticketId === ticketId, 'request');
  return step.events.length > 0 ? step : undefined;
}

/** Tickets whose match got no game session wait again; AWS tells no event of it. */
export function returnToPool(pool: Pool, tickets: readonly Ticket[]): Pool {
  return searchAgain(pool, tickets, []).pool;
}

/** Takes tickets out of the waiting ones and out of proposals, which then end: the others in them search again. */
function removeTickets(
  pool: Pool,
  isRemoved: (ticket: Ticket) => boolean,
  cause: 'request' | 'replaced',
): Step {
  const cancelled = (tickets: readonly Ticket[], matchId?: string): PoolEvent => ({
    type: 'MatchmakingCancelled',
    tickets,
    cause,
    matchId,
    ruleEvaluationMetrics: [],
  });
  const out = pool.waiting.filter(({ ticket }) => isRemoved(ticket)).map(({ ticket }) => ticket);
  const waiting = pool.waiting.filter(({ ticket }) => !isRemoved(ticket));
  const first: Step = { pool: { ...pool, waiting }, events: out.map((ticket) => cancelled([ticket])) };
  const broken = pool.proposals.filter(({ match }) => match.tickets.some(isRemoved));
  return broken.reduce<Step>((step, { matchId, match }) => {
    const rest = { ...step.pool, proposals: step.pool.proposals.filter((each) => each.matchId !== matchId) };
    const told = [...step.events, cancelled(match.tickets.filter(isRemoved), matchId)];
    return searchAgain(
      rest,
      match.tickets.filter((ticket) => !isRemoved(ticket)),
      told,
    );
  }, first);
}
