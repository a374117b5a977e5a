import * as z from 'zod';

const board = z.string().regex(/^[^{}]{1,512}$/, 'write 1 to 512 characters without { and }');
const freshness = {
  results: z.number(),
  p50: z.number().optional().describe('Milliseconds; absent where only statistics are known'),
  p90: z.number().optional(),
  max: z.number(),
};
const ranked = z.object({ Player: z.string(), Score: z.number(), Rank: z.number() });

export const rankingQuery = z.strictObject({ board: board.default('Rating') });
export const rankingState = z.object({
  board: z.string(),
  boards: z.array(z.string()),
  players: z.number().describe('Players on the board'),
  top: z.array(ranked).describe('At most 100'),
  resultQueueUrl: z
    .string()
    .optional()
    .describe('Where results are sent; absent when the stack does not run'),
  freshness: z
    .object({
      ...freshness,
      minutes: z
        .array(z.object({ at: z.number().describe('Milliseconds since the epoch'), ...freshness }))
        .describe('The last 60 with results, the oldest first'),
    })
    .optional()
    .describe(
      'The metric `RankFreshness` of the last 24 hours: from the sending of a result until its rank can be read',
    ),
});

export const aroundQuery = z.strictObject({
  board: board.default('Rating'),
  player: z.string().min(1).max(2_048),
  around: z.coerce.number().int().min(0).max(100).default(10),
});
export const aroundAnswer = z.object({
  lines: z.array(ranked).describe('Empty for a player who is not on the board'),
});

export const boardWish = z.strictObject({ board: board.default('Rating') });
const difference = z.object({
  player: z.string(),
  kind: z.enum(['missing', 'extra', 'different', 'order', 'unreadable']),
  table: z.number().optional().describe('Score in the table'),
  board: z.number().optional().describe('Score on the board'),
});
export const verification = z.object({
  players: z.number().describe('Players of the table that were compared'),
  onBoard: z.number(),
  differences: z.array(difference),
  more: z.number().describe('About how many more there are'),
});
export const rebuildAnswer = z.object({
  players: z.number(),
  unreadable: z.number().describe('Players left out, for a score that no board can hold'),
  ms: z.number(),
});
export const repairAnswer = z.object({
  players: z.number(),
  found: z.record(z.string(), z.number()).describe('Players who differed, by kind'),
  repaired: z.number(),
});

export type RankedLine = z.infer<typeof ranked>;
export type RankingState = z.infer<typeof rankingState>;
export type Around = z.infer<typeof aroundAnswer>;
export type ScoreDifference = z.infer<typeof difference>;
export type BoardVerification = z.infer<typeof verification>;
export type RebuildAnswer = z.infer<typeof rebuildAnswer>;
export type RepairAnswer = z.infer<typeof repairAnswer>;
