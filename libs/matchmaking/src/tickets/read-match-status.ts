import { wellFormedText } from '@hanok/events';
import { addLogIds, asError, type Observation, ok, type RestAnswer, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import type { MatchService } from '../store/match-service.ts';
import type { MatchTicket, MatchTicketTable } from '../tables/match-ticket-table.ts';
import { isOpen } from './ticket-news.ts';

const statusRequest = z.object({ PlayerName: wellFormedText(1024), TicketId: wellFormedText(128) });

type Options = Observation & {
  tickets: Pick<MatchTicketTable, 'find' | 'apply' | 'mayAsk'>;
  matches: Pick<MatchService, 'find'>;
  now?: () => Date;
};

/**
 * `POST /matchstatus`: how the player joins the game of a ticket, `{ IpAddress, PlayerSessionId, Port }`, empty with
 * port 0 until there is one. A ticket that has ended without one has a `Status` too, so that the client need not ask
 * again: one of GameLift's, `NOT_FOUND` for a ticket that is not there or another player's, `INVALID` for another body.
 * When no event has come for 30 s, GameLift is asked, every 10 s at most: an event that was lost is made up for.
 */
export function readMatchStatus(options: Options): readonly Route[] {
  const { tickets, log, metrics, now = () => new Date() } = options;
  return [
    route({
      httpMethod: 'POST',
      resource: '/matchstatus',
      body: statusRequest,
      refuse: (_status, reason) => {
        log.warn('status request refused', { reason });
        metrics.count('RequestsRefused');
        return endedAs('INVALID', reason);
      },
      handle: async ({ body: { PlayerName, TicketId } }, signal) => {
        const ticket = await tickets.find(TicketId, now(), signal);
        if (ticket?.PlayerName !== PlayerName) return endedAs('NOT_FOUND');
        if (!(await learnOfSilent(ticket, options, signal))) return describe(ticket);
        return describe((await tickets.find(TicketId, now(), signal)) ?? ticket);
      },
    }),
  ];
}

const NOT_READY = { IpAddress: '', PlayerSessionId: '', Port: 0 };

function endedAs(Status: string, Reason?: string): RestAnswer {
  return ok({ ...NOT_READY, Status, ...(Reason !== undefined && { Reason }) });
}

function describe({ TicketStatus, PlayerName, GameSession, EndReason }: MatchTicket): RestAnswer {
  if (isOpen(TicketStatus)) return ok(NOT_READY);
  const session = GameSession?.Players.find(({ PlayerId }) => PlayerId === PlayerName);
  if (TicketStatus !== 'COMPLETED' || !GameSession || !session) return endedAs(TicketStatus, EndReason);
  const { IpAddress, Port } = GameSession;
  return ok({ IpAddress, PlayerSessionId: session.PlayerSessionId, Port });
}

/** Asks GameLift for a ticket of which nothing is heard, and answers whether it said something new. */
async function learnOfSilent(ticket: MatchTicket, options: Options, signal: AbortSignal): Promise<boolean> {
  const { tickets, matches, log, metrics, now = () => new Date() } = options;
  const { TicketId: ticketId } = ticket;
  addLogIds({ ticketId });
  try {
    const at = now();
    if (!(await tickets.mayAsk(ticket, at, signal))) return false;
    metrics.count('TicketsAsked');
    // A request that ended between the write of its ticket and the call of GameLift has left it unknown there.
    const unknown = { ticketId, status: 'FAILED', at: at.getTime(), reason: NOT_THERE } as const;
    const news = (await matches.find(ticketId, signal)) ?? unknown;
    const applied = (await tickets.apply(news, { signal })) === 'applied';
    if (applied && !isOpen(news.status)) metrics.count('TicketsHealed');
    return applied;
  } catch (thrown) {
    // The client asks again; what stands is still true.
    log.warn('ticket not asked for', { error: asError(thrown) });
    metrics.count('AsksFailed');
    return false;
  }
}

const NOT_THERE = 'GameLift knows no such ticket.';
