import type { GameSession } from '../stored-rows.ts';

/** A match that needs a game session, or of a backfill, seats in the one that runs. */
export type NewGame = {
  matchId: string;
  /** The session that a backfill asks players for. */
  gameSessionArn?: string | undefined;
  /** Players of the match, and those who may still come. */
  maximumPlayers: number;
  gameProperties: readonly { Key: string; Value: string }[];
  gameSessionData?: string | undefined;
  /** JSON: https://docs.aws.amazon.com/gameliftservers/latest/flexmatchguide/match-server-data.html */
  matchmakerData: string;
  /** Those who need a seat: without the players of a backfill, who have theirs. */
  playerIds: readonly string[];
};

/** The processes that games run on. */
export type GameServers = {
  /**
   * Seats the players of a match in a game session; undefined when there is no room now. Rejects when no room will come:
   * the match fails. With the same match again, it answers the same session.
   */
  place(game: NewGame, signal: AbortSignal): Promise<GameSession | undefined>;
};
