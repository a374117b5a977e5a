import * as z from 'zod/mini';

/** The body of a message, as the specs of the shells send it. */
export const gameResult = z.object({
  PlayerName: z.string().check(z.minLength(1)),
  WinDiff: z.int(),
  LoseDiff: z.int(),
  ScoreDiff: z.int(),
});
export type GameResult = z.infer<typeof gameResult>;

/** The key of an item, as a stream record shows it. */
export const playerKey = z.object({ PlayerName: z.string() });
export type PlayerKey = z.infer<typeof playerKey>;

/** An item, as a stream record shows it. */
export const playerImage = z.object({
  PlayerName: z.string(),
  Score: z.optional(z.number()),
  TraceIds: z.catch(z.optional(z.array(z.string())), undefined),
});
export type PlayerImage = z.infer<typeof playerImage>;
