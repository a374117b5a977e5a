import { defineTable } from '@hanok/tables';

/** How each player's password is known again. It has no stream, so that nothing of it leaves the table. */
export const PLAYER_SECRET_TABLE = defineTable({
  name: 'GomokuPlayerSecrets',
  key: { partition: { name: 'PlayerName', type: 'S' } },
});

/** Who asked for which match, and where that stands. */
export const MATCH_TICKET_TABLE = defineTable({
  name: 'GomokuMatchTickets',
  key: { partition: { name: 'TicketId', type: 'S' } },
  expires: 'ExpiresAt',
});
