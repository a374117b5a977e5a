import type { Match, Proposal, Ticket } from '@hanok/matchmaking';
import * as z from 'zod';

/** Where the game of a match runs, and the session of each of its players. */
const gameSession = z.object({
  gameSessionArn: z.string(),
  ipAddress: z.string(),
  dnsName: z.string().optional(),
  port: z.number(),
  playerSessions: z.array(z.object({ playerId: z.string(), playerSessionId: z.string() })),
});
export type GameSession = z.infer<typeof gameSession>;

const STATUSES = [
  ...['QUEUED', 'SEARCHING', 'REQUIRES_ACCEPTANCE', 'PLACING'],
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'],
] as const;

const attribute = z.union([z.string(), z.number(), z.array(z.string()), z.record(z.string(), z.number())]);
const player = z.object({
  playerId: z.string(),
  attributes: z.record(z.string(), attribute),
  latency: z.record(z.string(), z.number()),
  team: z.string().exactOptional(),
});
const ticket: z.ZodType<Ticket> = z.object({
  ticketId: z.string(),
  startTime: z.number(),
  players: z.array(player),
  backfill: z.boolean().exactOptional(),
});
const count = z.number();
const match: z.ZodType<Match> = z.object({
  tickets: z.array(ticket),
  teams: z.array(z.object({ name: z.string(), playerIds: z.array(z.string()) })),
  ruleEvaluationMetrics: z.array(z.object({ ruleName: z.string(), passedCount: count, failedCount: count })),
});
const proposal: z.ZodType<Proposal> = z.object({
  matchId: z.string(),
  match,
  until: z.number(),
  answers: z.record(z.string(), z.enum(['ACCEPT', 'REJECT'])),
});
const storedTicket = z.object({
  configuration: z.string(),
  ticket,
  status: z.enum(STATUSES),
  /** Why it ended, in the words of GameLift. */
  reason: z.string().optional(),
  message: z.string().optional(),
  /** Milliseconds since 1970. */
  endTime: z.number().optional(),
  /** The game that a backfill asks players for, where GameLift placed it. */
  gameSessionArn: z.string().optional(),
  /** Where its game runs, once it is placed. */
  session: gameSession.optional(),
});

/** A ticket as it stands. */
export type StoredTicket = z.infer<typeof storedTicket>;

const ticketRow = z.object({ ticket: z.string() });
const proposalRow = z.object({ configuration: z.string(), proposal: z.string() });
const matchRow = z.object({ id: z.string(), configuration: z.string(), game_match: z.string() });

export function readTicket(columns: unknown): StoredTicket {
  return storedTicket.parse(JSON.parse(ticketRow.parse(columns).ticket));
}

/** With the name of its configuration. */
export function readProposal(columns: unknown): [string, Proposal] {
  const row = proposalRow.parse(columns);
  return [row.configuration, proposal.parse(JSON.parse(row.proposal))];
}

/** With the name of its configuration, and its id. */
export function readMatch(columns: unknown): [string, string, Match] {
  const row = matchRow.parse(columns);
  return [row.configuration, row.id, match.parse(JSON.parse(row.game_match))];
}
