import {
  type Acceptance,
  advance,
  answerMatch,
  enterPool,
  leavePool,
  type Match,
  type PoolEvent,
  returnToPool,
  type Ticket,
} from '@hanok/matchmaking';
import type { Account } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import { invalidRequest } from './errors.ts';
import { type Configuration, findRuleSet, type GameResources } from './game-resources.ts';
import type { CancelCause } from './match-event.ts';
import type { MatchmakingStore } from './matchmaking-store.ts';
import { createOpenTickets, type TellEvent, without } from './open-tickets.ts';
import type { GameSession, StoredTicket } from './stored-rows.ts';

/** The matchmaking of every configuration of the stack. */
export type Matchmaking = {
  account: Account;
  clock: Pick<Clock, 'now'>;
  resources: GameResources;
  /** The ticket of that id, also when it has ended, until it is forgotten. */
  find(ticketId: string): StoredTicket | undefined;
  /**
   * Takes a new ticket in. Older tickets of its players are cancelled, and older backfills of the same game. Throws
   * `InvalidRequestException` for an id that is in use.
   */
  enter(configuration: Configuration, ticket: Ticket, gameSessionArn?: string): void;
  /** Cancels an open ticket. */
  cancel(found: StoredTicket): void;
  /** What players of a ticket answer to its match; false when it waits for no answer of them. */
  answer(found: StoredTicket, playerIds: readonly string[], answer: Acceptance): boolean;
  /** One round over every pool, at the time of the clock. Throws the first failure, after all others are done. */
  runRound(): void;
  /** Tickets that have come since the last round. */
  unseen(): number;
  /** The matches that wait for a game server. */
  toPlace(): WaitingMatch[];
  /** Whether a match still waits: one of its tickets may be cancelled meanwhile. */
  waits(waiting: WaitingMatch): boolean;
  /** How the placement of a match ended; `undefined`: there was no place in time. */
  placed(waiting: WaitingMatch, outcome: GameSession | 'failed' | undefined): void;
  /** Forgets every ticket and match, of which nothing is told. */
  clear(): void;
};

export type WaitingMatch = {
  configuration: Configuration;
  matchId: string;
  match: Match;
  /** The game that a backfill asks players for. */
  gameSessionArn?: string | undefined;
};

/** AWS does not say how long a ticket that has ended can be described. */
const REMEMBER_MS = 3_600_000;

export function createMatchmaking(options: {
  account: Account;
  clock: Pick<Clock, 'now'>;
  resources: GameResources;
  store: MatchmakingStore;
  tell: TellEvent;
}): Matchmaking {
  const { account, clock, resources, store } = options;
  const open = createOpenTickets(options);
  const unseen = new Set<string>();

  /** Takes a ticket out, wherever it stands. A match that is being placed is dropped; its other tickets search again. */
  function remove(name: string, ticketId: string, cause: CancelCause): void {
    const { pool, placing } = open.of(name);
    const step = leavePool(pool, ticketId);
    if (step) return open.apply(name, step, { cause });
    for (const [matchId, { tickets }] of placing) {
      const [left] = tickets.filter((each) => each.ticketId === ticketId);
      if (left === undefined) continue;
      const others = tickets.filter((each) => each !== left);
      const events: PoolEvent[] = [
        {
          type: 'MatchmakingCancelled',
          tickets: [left],
          cause: 'request',
          matchId,
          ruleEvaluationMetrics: [],
        },
        { type: 'MatchmakingSearching', tickets: others },
      ];
      const back = { pool: returnToPool(pool, others), events };
      open.apply(name, back, { placing: without(placing, matchId), cause });
    }
  }

  /** Open tickets with one of these players, each with its configuration. */
  function ticketsOf(playerIds: ReadonlySet<string>): [string, string][] {
    return open.names().flatMap((name) =>
      open
        .ticketsOf(name)
        .filter(({ backfill, players }) => !backfill && players.some((one) => playerIds.has(one.playerId)))
        .map(({ ticketId }): [string, string] => [name, ticketId]),
    );
  }

  function runPool(configuration: Configuration, now: number): void {
    const { name, acceptanceTimeoutSeconds, requestTimeoutSeconds } = configuration;
    const { pool, placing } = open.of(name);
    if (configuration.mode === 'STANDALONE')
      for (const matchId of placing.keys()) open.endMatch(name, matchId, { type: 'MatchmakingSucceeded' });
    if (pool.waiting.length + pool.proposals.length === 0) return;
    const { ruleSet } = findRuleSet(resources, configuration.ruleSetName);
    const asks = configuration.acceptanceRequired && { acceptanceTimeoutSeconds };
    open.apply(name, advance(pool, { ruleSet, requestTimeoutSeconds, ...asks }, { now, seed: name }));
  }

  return {
    account,
    clock,
    resources,
    find: store.find,
    unseen: () => unseen.size,
    clear: () => {
      unseen.clear();
      open.clear();
    },
    enter: ({ name }, ticket, gameSessionArn) => {
      const { ticketId, backfill, players } = ticket;
      if (store.find(ticketId)) throw invalidRequest(`The ticket id ${ticketId} is in use already.`);
      const replaced =
        backfill === true
          ? store
              .ofGame(gameSessionArn ?? '')
              .map((each) => [each.configuration, each.ticket.ticketId] as const)
          : ticketsOf(new Set(players.map(({ playerId }) => playerId)));
      for (const [other, id] of replaced) remove(other, id, 'replaced');
      unseen.add(ticketId);
      open.apply(name, enterPool(open.of(name).pool, ticket), { entered: { ticket, gameSessionArn } });
    },
    cancel: ({ configuration, ticket }) => remove(configuration, ticket.ticketId, 'request'),
    answer: ({ configuration, ticket }, playerIds, answer) => {
      const step = answerMatch(open.of(configuration).pool, ticket.ticketId, playerIds, answer);
      if (step) open.apply(configuration, step);
      return step !== undefined;
    },
    runRound: () => {
      const now = clock.now();
      store.forgetUntil(now - REMEMBER_MS);
      unseen.clear();
      const failures: unknown[] = [];
      for (const name of open.names()) {
        const configuration = resources.configurations.get(name);
        try {
          if (configuration) runPool(configuration, now);
          else for (const { ticketId } of open.ticketsOf(name)) remove(name, ticketId, 'removed');
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    toPlace: () =>
      [...resources.configurations.values()].flatMap((configuration) => {
        if (configuration.mode === 'STANDALONE') return [];
        return [...open.of(configuration.name).placing].map(([matchId, match]) => {
          const [backfill] = match.tickets.filter((ticket) => ticket.backfill === true);
          const gameSessionArn = backfill && store.find(backfill.ticketId)?.gameSessionArn;
          return { configuration, matchId, match, gameSessionArn };
        });
      }),
    waits: ({ configuration: { name }, matchId }) => open.of(name).placing.has(matchId),
    placed: ({ configuration: { name }, matchId, match: { tickets } }, outcome) => {
      const { pool, placing } = open.of(name);
      if (!placing.has(matchId)) return;
      if (outcome === 'failed') open.endMatch(name, matchId, FAILED);
      else if (outcome) open.endMatch(name, matchId, { type: 'MatchmakingSucceeded', session: outcome });
      else open.putBack(name, returnToPool(pool, tickets), matchId);
    },
  };
}

const FAILED = {
  type: 'MatchmakingFailed',
  reason: 'UNEXPECTED_ERROR',
  message: 'An unexpected error was encountered during match placing.',
} as const;
