/** At most `count` at once, and then one more each `seconds / count`. */
export type RateLimit = { count: number; seconds: number };

export type ChatSettings = {
  /** Bytes of a text in UTF-8. */
  messageBytes: number;
  connectionRate: RateLimit;
  roomRate: RateLimit;
  membersPerRoom: number;
  /** Connections of one person in one room: at most 40, since one transaction removes them. */
  connectionsPerMember: number;
  /** How long a connection counts as present after it has joined or renewed. */
  leaseSeconds: number;
  /** How long messages, and the receipts of their client ids, are kept. */
  keptSeconds: number;
};

export const DEFAULT_CHAT_SETTINGS: ChatSettings = {
  messageBytes: 4096,
  connectionRate: { count: 10, seconds: 10 },
  roomRate: { count: 100, seconds: 10 },
  membersPerRoom: 1000,
  connectionsPerMember: 10,
  leaseSeconds: 120,
  keptSeconds: 30 * 86_400,
};
