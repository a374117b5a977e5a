/** A player of the player table with a score; `since` as in `ScoreSince`, 0 where the item has none. */
export type RatedPlayer = { player: string; score: number; since: number };

/** What one read of the player table brought. */
export type PlayerPage = {
  rated: RatedPlayer[];
  /** Players with a score that no board can hold. */
  unreadable: string[];
};

/** The player table as a board is made from it, and held against it. */
export type PlayerScan = {
  /** The time by DynamoDB's clock, which also dates the stream's records: milliseconds; undefined when not told. */
  serverTime(signal: AbortSignal): Promise<number | undefined>;
  /** All players, in parallel reads, each strongly consistent; each player once. */
  pages(signal: AbortSignal): AsyncIterable<PlayerPage>;
  /** These players, at most 1,000; a player without an item or a score is not in the answer. */
  read(players: readonly string[], signal: AbortSignal): Promise<PlayerPage>;
};
