import * as z from 'zod';

const STATUSES = [
  ...['QUEUED', 'SEARCHING', 'REQUIRES_ACCEPTANCE', 'PLACING'],
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'],
] as const;

const ms = z.number().describe('Milliseconds since the epoch on the clock of the stack');

const ticket = z.object({
  ticketId: z.string(),
  configuration: z.string(),
  status: z.enum(STATUSES),
  startTime: ms,
  endTime: ms.optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  isBackfill: z.boolean(),
  players: z.array(
    z.object({
      playerId: z.string(),
      attributes: z.record(z.string(), z.unknown()),
      latency: z.record(z.string(), z.number()).describe('Milliseconds by location'),
      team: z.string().optional(),
    }),
  ),
});

const matchEvent = z.object({
  id: z.number().describe('Grows with each event'),
  time: ms,
  configuration: z.string(),
  type: z.string(),
  ticketIds: z.array(z.string()),
  players: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()).describe('As it is told to the event bus and the topic'),
});

const configuration = z.object({
  name: z.string(),
  ruleSetName: z.string(),
  ruleSetBody: z.string(),
  requestTimeoutSeconds: z.number(),
  acceptanceRequired: z.boolean(),
});

export const matchQuery = z.strictObject({
  text: z.string().max(1_000).optional().describe('Each word must be in ticket, players, status or type'),
});
export const matchState = z.object({
  configurations: z.array(configuration),
  tickets: z.array(ticket).describe('The open ones, the oldest first, then the ended ones, the latest first'),
  kept: z.number().describe('Tickets that are still known, whether they match or not'),
  events: z.array(matchEvent).describe('The latest first'),
});

const pair = z.object({
  a: z.string(),
  b: z.string(),
  meets: z
    .object({
      at: ms,
      seconds: z.number().describe('How long the ticket waits then whose wait counts'),
      verdict: z.enum(['match', 'compatible']),
    })
    .optional()
    .describe('When the two may first be in one match; absent: never'),
});

export const pairQuery = z.strictObject({
  configuration: z.string(),
  limit: z.coerce.number().int().min(2).max(30).default(12).describe('The oldest so many'),
});
export const pairs = z.object({
  tickets: z.array(z.object({ ticketId: z.string(), players: z.array(z.string()) })),
  waiting: z.number().describe('All that wait, compared or not'),
  pairs: z.array(pair),
});

const ruleExplanation = z.object({
  rule: z.string(),
  type: z.string(),
  holds: z.boolean().optional().describe('Absent: it cannot be told before more players are there'),
  measured: z.string(),
  judged: z.string().describe('What was needed'),
  by: z.number().optional().describe('By how much it fails'),
  passes: z
    .object({ seconds: z.number(), steps: z.array(z.string()) })
    .optional()
    .describe('The first second at which it holds; absent: never'),
});

export const pairTickets = z.strictObject({ a: z.string(), b: z.string() });
export const pairTimeline = z.object({
  a: ticket,
  b: ticket,
  meetsAt: ms.optional().describe('Absent: never'),
  entries: z.array(
    z.object({
      at: ms,
      seconds: z.object({ a: z.number(), b: z.number() }).describe('How long each of the two waits then'),
      verdict: z.enum(['match', 'compatible', 'no']),
      rules: z.array(ruleExplanation),
      lines: z.array(z.string()).describe('Why it is no match, or the rules that hold'),
    }),
  ),
});

export type MatchTicket = z.infer<typeof ticket>;
export type MatchEvent = z.infer<typeof matchEvent>;
export type MatchConfiguration = z.infer<typeof configuration>;
export type MatchState = z.infer<typeof matchState>;
export type Pair = z.infer<typeof pair>;
export type Pairs = z.infer<typeof pairs>;
export type PairTimeline = z.infer<typeof pairTimeline>;
