export type { AttributeValue, Player, Ticket } from './matchmaker/ticket.ts';
