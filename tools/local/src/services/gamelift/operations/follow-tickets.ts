import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { invalidRequest } from '../errors.ts';
import type { Matchmaking } from '../matchmaking.ts';
import { findTicket, ticketId, wireTicket } from './wire-ticket.ts';

const several = z.strictObject({ TicketIds: z.array(ticketId).max(10) });
const one = z.strictObject({ TicketId: ticketId });
const answers = z.strictObject({
  TicketId: ticketId,
  PlayerIds: z.array(z.string().min(1).max(1024)).min(1),
  AcceptanceType: z.enum(['ACCEPT', 'REJECT']),
});

/** What is done with tickets that are there. */
export const TICKET_OPERATIONS = {
  /** Leaves out ids that are not there. */
  DescribeMatchmaking: operation(several, (context: Matchmaking, { TicketIds }) => ({
    TicketList: [...new Set(TicketIds)]
      .filter((id) => context.find(id) !== undefined)
      .map((id) => wireTicket(id, context)),
  })),
  /** AWS does not say what it answers for a ticket that has ended; here it is refused. */
  StopMatchmaking: operation(one, (context: Matchmaking, { TicketId }) => {
    const found = findTicket(context, TicketId);
    const { status, endTime } = found;
    if (endTime !== undefined)
      throw invalidRequest(`Matchmaking ticket ${TicketId} is ${status}: it is not processed any more.`);
    context.cancel(found);
    return {};
  }),
  AcceptMatch: operation(answers, (context: Matchmaking, { TicketId, PlayerIds, AcceptanceType }) => {
    const found = findTicket(context, TicketId);
    const foreign = PlayerIds.find((id) => !found.ticket.players.some(({ playerId }) => playerId === id));
    if (foreign !== undefined)
      throw invalidRequest(`Player ${foreign} is not in the matchmaking ticket ${TicketId}.`);
    if (!context.answer(found, PlayerIds, AcceptanceType))
      throw invalidRequest(`Matchmaking ticket ${TicketId} is ${found.status}: it has no match to accept.`);
    return {};
  }),
};
