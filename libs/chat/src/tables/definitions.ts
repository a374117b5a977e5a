import { defineTable } from '@hanok/tables';

/** The messages of rooms by their numbers. Number 0 is the head of the room: its last number. It does not expire. */
export const CHAT_MESSAGE_TABLE = defineTable({
  name: 'ChatMessages',
  key: { partition: { name: 'Room', type: 'S' }, sort: { name: 'Seq', type: 'N' } },
  expires: 'ExpiresAt',
});

/** The receipts by which a message is known when its client sends it again. */
export const CHAT_RECEIPT_TABLE = defineTable({
  name: 'ChatReceipts',
  key: { partition: { name: 'ReceiptId', type: 'S' } },
  expires: 'ExpiresAt',
});

/**
 * Who may do what in a room, and which of their connections are in it. `$room` is the room itself: who made it, and how
 * many it has.
 */
export const CHAT_MEMBER_TABLE = defineTable({
  name: 'ChatMembers',
  key: { partition: { name: 'Room', type: 'S' }, sort: { name: 'MemberId', type: 'S' } },
  // Only members with a connection in the room have the attributes: when the first of their leases ends.
  indexes: {
    ByLeaseEnd: { partition: { name: 'LeaseShard', type: 'S' }, sort: { name: 'LeaseEnds', type: 'N' } },
  },
});

/** Connections: one item for itself, under the room `$connection`, and one for each room that it has joined. */
export const CHAT_CONNECTION_TABLE = defineTable({
  name: 'ChatConnections',
  key: { partition: { name: 'ConnectionId', type: 'S' }, sort: { name: 'Room', type: 'S' } },
  // Only items of joined rooms have the attribute.
  indexes: {
    ByRoom: { partition: { name: 'InRoom', type: 'S' }, sort: { name: 'ConnectionId', type: 'S' } },
  },
  expires: 'ExpiresAt',
});

/** Tickets by which a user connects once, by their hashes. */
export const CHAT_TICKET_TABLE = defineTable({
  name: 'ChatTickets',
  key: { partition: { name: 'TicketId', type: 'S' } },
  expires: 'ExpiresAt',
});
