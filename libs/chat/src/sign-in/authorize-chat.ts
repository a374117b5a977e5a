import type { WebSocketAuthorizerRequest } from '@hanok/events';
import type { ChatTicketTable } from '../tables/chat-ticket-table.ts';
import type { VerifyToken } from './verify-token.ts';

/**
 * Who may connect: the owner of the single-use ticket in the query `ticket`, or of the user pool's token in the header
 * `Authorization`. A token is never taken from a query, which access logs keep. Answers the user's id, or undefined.
 */
export function authorizeChat(options: {
  tickets: ChatTicketTable;
  verify: VerifyToken;
  now?: () => Date;
}): (request: WebSocketAuthorizerRequest, signal: AbortSignal) => Promise<string | undefined> {
  const { tickets, verify, now = () => new Date() } = options;
  return async ({ headers, queryStringParameters }, signal) => {
    const ticket = queryStringParameters?.['ticket'];
    if (ticket !== undefined) return tickets.redeem(ticket, now(), signal);
    const entries = Object.entries(headers ?? {});
    const header = entries.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    return header === undefined ? undefined : verify(header.replace(/^Bearer +/i, ''), now());
  };
}
