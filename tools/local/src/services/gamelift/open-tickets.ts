import type { Match, Pool, Step, Ticket } from '@hanok/matchmaking';
import type { Clock } from '../../clock.ts';
import { type Configuration, findRuleSet, type GameResources } from './game-resources.ts';
import { type CancelCause, detailOf, type MatchEvent, newsOf, type TicketChange } from './match-event.ts';
import { type MatchmakingStore, NO_TICKETS, type OpenOnes } from './matchmaking-store.ts';
import type { GameSession, StoredTicket } from './stored-rows.ts';

/** Tells what became of tickets of a configuration, in the order of the calls. */
export type TellEvent = (configuration: Configuration, detail: object, time: number) => void;

/** The open tickets of every configuration, which are kept, and told of, with every change. */
type OpenTickets = {
  names(): string[];
  of(name: string): OpenOnes;
  /** All of them, wherever they stand. */
  ticketsOf(name: string): Ticket[];
  /** What became of a pool. */
  apply(name: string, step: Step, more?: More): void;
  /** The end of a match that was being placed, with one event, and the rest of its pool. */
  endMatch(name: string, matchId: string, end: MatchEnd): void;
  /** The tickets of a match that found no place are in the pool again, of which nothing is told. */
  putBack(name: string, pool: Pool, matchId: string): void;
  /** Forgets every ticket, of which nothing is told. */
  clear(): void;
};

type More = {
  /** The matches that are being placed, where they are others than before. */
  placing?: OpenOnes['placing'];
  /** Why tickets are cancelled, where the pool does not know it. */
  cause?: CancelCause;
  /** A ticket that is new in the pool. */
  entered?: { ticket: Ticket; gameSessionArn: string | undefined };
};

type MatchEnd =
  | { type: 'MatchmakingSucceeded'; session?: GameSession }
  | { type: 'MatchmakingFailed'; reason: string; message: string };

type Changed = { tickets: readonly Ticket[]; change?: TicketChange };

const ENDS: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT']);

export function createOpenTickets(options: {
  clock: Pick<Clock, 'now'>;
  resources: GameResources;
  store: MatchmakingStore;
  tell: TellEvent;
}): OpenTickets {
  const { clock, resources, store, tell } = options;
  const open = store.open();
  const of = (name: string) => open.get(name) ?? NO_TICKETS;

  function commit(
    name: string,
    after: OpenOnes,
    changes: readonly Changed[],
    told: readonly MatchEvent[],
  ): void {
    const changed = new Map<string, StoredTicket>();
    for (const { tickets, change } of changes)
      for (const ticket of change === undefined ? [] : tickets) {
        const before = changed.get(ticket.ticketId) ?? store.find(ticket.ticketId);
        const next: StoredTicket = { ...before, ...statusAfter(before, change), ticket, configuration: name };
        changed.set(ticket.ticketId, ENDS.has(next.status) ? { ...next, endTime: clock.now() } : next);
      }
    store.save(name, [...changed.values()], of(name), after);
    open.set(name, after);
    const configuration = resources.configurations.get(name);
    if (configuration === undefined) return;
    for (const event of told)
      tell(configuration, detailOf(event, configuration.customEventData), clock.now());
  }

  function ruleNamesOf(name: string): string[] {
    const { ruleSetName } = resources.configurations.get(name) ?? {};
    if (ruleSetName === undefined) return [];
    return findRuleSet(resources, ruleSetName).ruleSet.versions[0].judged.map((rule) => rule.name);
  }

  return {
    names: () => [...open.keys()],
    of,
    ticketsOf: (name) => {
      const { pool, placing } = of(name);
      const matches = [...pool.proposals.map(({ match }) => match), ...placing.values()];
      return [...pool.waiting.map(({ ticket }) => ticket), ...matches.flatMap(({ tickets }) => tickets)];
    },
    apply: (name, { pool, events }, { placing = of(name).placing, cause, entered } = {}) => {
      const ruleNames = ruleNamesOf(name);
      const news = events.map((event) => newsOf(event, { ruleNames, cause }));
      const ready = events.flatMap((event): [string, Match][] =>
        event.type === 'MatchReady' ? [[event.matchId, event.match]] : [],
      );
      const queued = entered
        ? [{ tickets: [entered.ticket], change: { gameSessionArn: entered.gameSessionArn } }]
        : [];
      const after = { pool, placing: ready.length > 0 ? new Map([...placing, ...ready]) : placing };
      const changes: Changed[] = [...queued, ...news];
      commit(
        name,
        after,
        changes,
        news.flatMap(({ told }) => told),
      );
    },
    endMatch: (name, matchId, end) => {
      const { pool, placing } = of(name);
      const match = placing.get(matchId);
      if (match === undefined) return;
      const { tickets, teams } = match;
      const { type, ...rest } = end;
      const change =
        type === 'MatchmakingSucceeded'
          ? ({ status: 'COMPLETED', ...rest } as const)
          : ({ status: 'FAILED', ...rest } as const);
      const seated = tickets.map((ticket) => inTeams(ticket, teams));
      const event: MatchEvent = {
        ...{ type, tickets, matchId, teams },
        ...(end.type === 'MatchmakingSucceeded' ? { session: end.session } : { fields: rest }),
      };
      commit(name, { pool, placing: without(placing, matchId) }, [{ tickets: seated, change }], [event]);
    },
    clear: () => {
      store.clear();
      open.clear();
    },
    putBack: (name, pool, matchId) => {
      const { placing } = of(name);
      const tickets = placing.get(matchId)?.tickets ?? [];
      const searching: Changed = { tickets, change: { status: 'SEARCHING' } };
      commit(name, { pool, placing: without(placing, matchId) }, [searching], []);
    },
  };
}

/** Why a ticket searches once more; AWS has such a code, and does not tell its text. */
const AGAIN = {
  reason: 'MatchNotAccepted',
  message: 'The proposed match was not accepted by all its players: the ticket searches again.',
};

/** A new status has its own reason or none. */
function statusAfter(before: StoredTicket | undefined, change: TicketChange = {}) {
  const { status = before?.status ?? 'QUEUED' } = change;
  const isAgain = status === 'SEARCHING' && before?.status === 'REQUIRES_ACCEPTANCE';
  return { reason: undefined, message: undefined, ...(isAgain && AGAIN), ...change, status };
}

export function without<Value>(map: ReadonlyMap<string, Value>, key: string): Map<string, Value> {
  return new Map([...map].filter(([each]) => each !== key));
}

function inTeams(ticket: Ticket, teams: Match['teams']): Ticket {
  const players = ticket.players.map((player) => {
    const team = teams.find(({ playerIds }) => playerIds.includes(player.playerId));
    return { ...player, ...(team && { team: team.name }) };
  });
  return { ...ticket, players };
}
