import { callerId, cognitoClaims } from '@hanok/events';
import { created, route, type Route } from '@hanok/lambda';
import { type ChatTicketTable, TICKET_SECONDS } from '../tables/chat-ticket-table.ts';

/** `POST /chat/tickets`: a ticket by which the signed-in caller connects once, within 30 s. */
export function issueTicket(options: { tickets: ChatTicketTable; now?: () => Date }): readonly Route[] {
  const { tickets, now = () => new Date() } = options;
  return [
    route({
      httpMethod: 'POST',
      resource: '/chat/tickets',
      claims: cognitoClaims,
      handle: async ({ claims }, signal) => {
        const ticket = await tickets.issue(callerId(claims), now(), signal);
        return created({ Ticket: ticket, ExpiresInSeconds: TICKET_SECONDS });
      },
    }),
  ];
}
