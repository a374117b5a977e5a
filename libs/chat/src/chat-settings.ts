import type { RateLimit } from './rate-limit.ts';

/** Limits of rooms, connections and messages: bytes, seconds, and counts per seconds. */
export type ChatSettings = {
  /** Bytes of a text in UTF-8. */
  messageBytes: number;
  /** Messages of one connection, whatever the room. */
  connectionRate: RateLimit;
  /** Messages of one room, whoever sends them. */
  roomRate: RateLimit;
  typingRate: RateLimit;
  /** Joins of one connection, each of which answers a page, and its acts of moderation. */
  joinRate: RateLimit;
  membersPerRoom: number;
  /** Connections of one person in one room: at most 40, since one transaction removes them. */
  connectionsPerMember: number;
  /** How long a connection counts as present after it has joined or renewed. */
  leaseSeconds: number;
  /** How long messages, and the receipts of their client ids, are kept. */
  keptSeconds: number;
};

/** 4,096 bytes a message, 10 messages in 10 s a connection, 1,000 members a room, messages kept for 30 days. */
export const DEFAULT_CHAT_SETTINGS: ChatSettings = {
  messageBytes: 4096,
  connectionRate: { count: 10, seconds: 10 },
  roomRate: { count: 100, seconds: 10 },
  typingRate: { count: 1, seconds: 2 },
  joinRate: { count: 30, seconds: 30 },
  membersPerRoom: 1000,
  connectionsPerMember: 10,
  leaseSeconds: 120,
  keptSeconds: 30 * 86_400,
};
