import * as z from 'zod';
import type { GameLiftUses } from './game-resources.ts';
import type { TellEvent } from './open-tickets.ts';
import type { StoredTicket } from './stored-rows.ts';

/** What people see of matchmaking. */
export type MatchmakingView = GameLiftUses & {
  /** The open ones, the oldest first, then the ended ones, the latest first; 1,000 at most. */
  tickets(): StoredTicket[];
  find(ticketId: string): StoredTicket | undefined;
  told: Pick<ReturnType<typeof createToldEvents>, 'list' | 'onTold'>;
};

/** An event of matchmaking as it was told. */
type ToldEvent = {
  id: number;
  time: number;
  configuration: string;
  type: string;
  ticketIds: string[];
  players: string[];
  detail: Record<string, unknown>;
};

const detailOf = z.looseObject({
  type: z.string(),
  tickets: z.array(
    z.looseObject({ ticketId: z.string(), players: z.array(z.looseObject({ playerId: z.string() })) }),
  ),
});

/** Events that are kept. */
const KEPT = 500;

/** Keeps the latest events while they are told on. */
export function createToldEvents(tell: TellEvent) {
  let events: readonly ToldEvent[] = [];
  let lastId = 0;
  const listeners: (() => void)[] = [];
  const told: TellEvent = (configuration, detail, time) => {
    tell(configuration, detail, time);
    const known = detailOf.parse(detail);
    lastId += 1;
    const event: ToldEvent = {
      ...{ id: lastId, time, configuration: configuration.name, type: known.type, detail: known },
      ticketIds: known.tickets.map(({ ticketId }) => ticketId),
      players: known.tickets.flatMap(({ players }) => players.map(({ playerId }) => playerId)),
    };
    events = [event, ...events].slice(0, KEPT);
    for (const listener of listeners) listener();
  };
  return {
    tell: told,
    /** The latest first. */
    list: () => events,
    clear: () => {
      events = [];
    },
    /** Calls the listener after each event. */
    onTold: (listener: () => void) => void listeners.push(listener),
  };
}
