import type { AttributeValue, Player, Ticket } from '@hanok/matchmaking';
import * as z from 'zod';
import { FileError } from './read-file.ts';

const text = z.string().min(1);
/** As the API of GameLift has it: one member says the type. */
const attribute = z.union(
  [
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.number() }),
    z.strictObject({ SL: z.array(z.string()) }),
    z.strictObject({ SDM: z.record(z.string(), z.number()) }),
  ],
  'must be {"S": text}, {"N": number}, {"SL": list of texts} or {"SDM": numbers by key}',
);
const player = z.strictObject({
  PlayerId: text,
  PlayerAttributes: z.record(z.string(), attribute).default({}),
  LatencyInMs: z.record(z.string(), z.number().int().min(1)).default({}),
  Team: text.optional(),
});
const ticket = z.strictObject({
  TicketId: text,
  Players: z.array(player).min(1).max(200),
  ArrivesAfterSeconds: z.number().min(0).max(1_000_000).default(0),
  Backfill: z.boolean().default(false),
});
/** With more tickets, no one reads a table of all pairs. */
const tickets = z.array(ticket).min(1).max(50);

/** The tickets of a file, those that come first at time 0. Throws a `FileError` that says where it is wrong. */
export function readTickets(file: string, json: string): Ticket[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FileError(
      `${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const read = tickets.safeParse(value);
  if (!read.success) {
    const problems = read.error.issues.map(
      ({ path, message }) => `${path.length > 0 ? path.join('.') : 'it'}: ${message}`,
    );
    throw new FileError(`${file} has no tickets that can be read: ${problems.join('; ')}`);
  }
  const ids = read.data.map(({ TicketId }) => TicketId);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) throw new FileError(`${file} has two tickets with the TicketId ${twice}`);
  return read.data.map(({ TicketId, Players, ArrivesAfterSeconds, Backfill }) => ({
    ticketId: TicketId,
    startTime: Math.round(ArrivesAfterSeconds * 1000),
    players: Players.map(playerOf),
    backfill: Backfill,
  }));
}

function playerOf({ PlayerId, PlayerAttributes, LatencyInMs, Team }: z.output<typeof player>): Player {
  const attributes = Object.entries(PlayerAttributes).map(([name, value]) => [name, valueOf(value)]);
  return {
    playerId: PlayerId,
    attributes: Object.fromEntries(attributes),
    latency: LatencyInMs,
    ...(Team !== undefined && { team: Team }),
  };
}

function valueOf(value: z.output<typeof attribute>): AttributeValue {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  return 'SL' in value ? value.SL : value.SDM;
}
