/** By the type of the attribute in the rule set: `string`, `number`, `string_list`, `string_number_map`. */
export type AttributeValue = string | number | readonly string[] | Readonly<Record<string, number>>;

/** A player of a ticket, with what the rules read. */
export type Player = {
  readonly playerId: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Milliseconds by location. */
  readonly latency: Readonly<Record<string, number>>;
  /** Where a player of a backfill ticket plays already, such as `trio_1`. */
  readonly team?: string;
};

/** Players who want to play in one team; they are matched together or not at all. */
export type Ticket = {
  readonly ticketId: string;
  /** When the request came, in milliseconds since 1970. */
  readonly startTime: number;
  readonly players: readonly Player[];
  /** Asks for more players for a game that runs: each player has a team. */
  readonly backfill?: boolean;
};
