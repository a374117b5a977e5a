import * as z from 'zod/mini';

/** The key of `GomokuPlayerInfo` in a stream record. */
export const playerKey = z.object({ PlayerName: z.string() });
/** The key of an item of the player table. */
export type PlayerKey = z.infer<typeof playerKey>;

/** A player as the stream of `GomokuPlayerInfo` shows it. */
export const playerImage = z.object({
  PlayerName: z.string(),
  /** Rating points, exact as a double; an image without it is a player without a rating. */
  Score: z.optional(z.number().check(z.minimum(Number.MIN_SAFE_INTEGER), z.maximum(Number.MAX_SAFE_INTEGER))),
  /** When the player reached this score: milliseconds since the epoch. */
  ScoreSince: z.optional(z.int().check(z.minimum(0))),
  /** Milliseconds from the sending of the result until `ScoreSince`; a measurement, and so no reason to refuse an image. */
  ScoreWait: z.catch(z.optional(z.int().check(z.minimum(0))), undefined),
  /** The traces of the results that the last write has counted; no reason to refuse an image either. */
  TraceIds: z.catch(z.optional(z.array(z.string())), undefined),
});
/** What the ranking reads of an item of the player table. */
export type PlayerImage = z.infer<typeof playerImage>;
