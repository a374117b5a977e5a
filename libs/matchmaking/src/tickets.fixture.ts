import type { AttributeValue, Player, Ticket } from './matchmaker/ticket.ts';

/** A moment at which specs look: tickets wait relative to it. */
export const NOW = Date.UTC(2026, 10, 1);

type Attributes = Record<string, AttributeValue>;
type Latency = Record<string, number>;

/** One player, who waits for so many seconds at `NOW`. */
export function solo(
  id: string,
  attributes: Attributes = {},
  more: { waited?: number; latency?: Latency } = {},
): Ticket {
  return party(id, [attributes], more);
}

/** A party with one player for each set of attributes: `p`, or `p.1`, `p.2` and so on. */
export function party(
  id: string,
  players: readonly Attributes[],
  { waited = 0, latency = {} }: { waited?: number; latency?: Latency } = {},
): Ticket {
  const each = players.map((attributes, index): Player => ({
    playerId: players.length === 1 ? id : `${id}.${index + 1}`,
    attributes,
    latency,
  }));
  return { ticketId: id, startTime: NOW - waited * 1000, players: each };
}

/** So many single players `p0`, `p1` and so on, the first one waiting longest: a millisecond apart. */
export function solos(
  count: number,
  attributes: (index: number) => Attributes = () => ({}),
  more: { waited?: number; latency?: Latency } = {},
): Ticket[] {
  return Array.from({ length: count }, (_, index) => {
    const ticket = solo(`p${index}`, attributes(index), more);
    return { ...ticket, startTime: ticket.startTime - count + index };
  });
}

/** A game that runs and asks for more players: those in it by team. */
export function backfill(
  id: string,
  teams: Record<string, number>,
  attributes: Attributes = {},
  waited = 0,
): Ticket {
  const players = Object.entries(teams).flatMap(([team, count]) =>
    Array.from({ length: count }, (_, index): Player => ({
      playerId: `${id}.${team}.${index}`,
      attributes,
      latency: {},
      team,
    })),
  );
  return { ticketId: id, startTime: NOW - waited * 1000, players, backfill: true };
}
