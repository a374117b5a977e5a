import type { Match, PoolEvent, Proposal, Ticket } from '@hanok/matchmaking';
import type { GameSession, StoredTicket } from './stored-rows.ts';

/** An event as GameLift tells it, of one ticket or of all tickets of a match. */
export type MatchEvent = {
  type: Exclude<PoolEvent['type'], 'MatchReady'> | 'MatchmakingSucceeded' | 'MatchmakingFailed';
  tickets: readonly Ticket[];
  matchId?: string | undefined;
  teams?: Match['teams'];
  answers?: Proposal['answers'];
  session?: GameSession | undefined;
  /** Other fields of `detail`. */
  fields?: object;
};

/** What a ticket is after an event. */
export type TicketChange = Partial<
  Pick<StoredTicket, 'status' | 'reason' | 'message' | 'gameSessionArn' | 'session'>
>;

/** What an event of a pool means for its tickets, and what is told of it. */
type MatchNews = { tickets: readonly Ticket[]; change?: TicketChange; told: readonly MatchEvent[] };

const TIMED_OUT = { reason: 'TimedOut', message: 'Removed from matchmaking due to timing out.' };
/** AWS shows the first one. */
const CANCELLED = {
  request: 'Cancelled by request.',
  replaced: 'Cancelled by a newer request for one of its players.',
  acceptance: 'Cancelled because a player rejected the proposed match or did not accept it in time.',
  removed: 'Cancelled because the matchmaking configuration does not exist any more.',
};
export type CancelCause = keyof typeof CANCELLED;

/** `ruleNames` are the rules that matches are judged by; `cause` is why tickets are cancelled, where it is another one. */
export function newsOf(
  event: PoolEvent,
  { ruleNames, cause }: { ruleNames: readonly string[]; cause?: CancelCause | undefined },
): MatchNews {
  const { type } = event;
  // AWS tells of tickets without a match one by one.
  const each = (tickets: readonly Ticket[], more: Partial<MatchEvent>, change: TicketChange): MatchNews => ({
    ...{ tickets, change },
    told: type === 'MatchReady' ? [] : tickets.map((ticket) => ({ type, tickets: [ticket], ...more })),
  });
  switch (event.type) {
    case 'MatchmakingSearching':
      return each(
        event.tickets,
        { fields: { estimatedWaitMillis: 'NOT_AVAILABLE' } },
        { status: 'SEARCHING' },
      );
    case 'PotentialMatchCreated': {
      const { match, matchId, acceptanceRequired, acceptanceTimeout } = event;
      const { tickets, teams, ruleEvaluationMetrics } = match;
      const fields = {
        ...(acceptanceTimeout !== undefined && { acceptanceTimeout }),
        ...{ ruleEvaluationMetrics, acceptanceRequired },
      };
      const told = { type: event.type, tickets, matchId, teams, fields };
      const status = acceptanceRequired ? 'REQUIRES_ACCEPTANCE' : 'PLACING';
      return { tickets, change: { status }, told: [told] };
    }
    case 'AcceptMatch': {
      const { tickets, teams } = event.proposal.match;
      const { answers, matchId } = event.proposal;
      return { tickets, told: [{ type: event.type, tickets, matchId, teams, answers }] };
    }
    case 'AcceptMatchCompleted': {
      const { tickets, teams } = event.proposal.match;
      const { matchId } = event.proposal;
      const fields = { acceptance: event.acceptance };
      return { tickets, told: [{ type: event.type, tickets, matchId, teams, fields }] };
    }
    case 'MatchReady':
      return { tickets: event.match.tickets, change: { status: 'PLACING' }, told: [] };
    case 'MatchmakingTimedOut': {
      const { ruleEvaluationMetrics } = event;
      const fields = { ...TIMED_OUT, ruleEvaluationMetrics };
      return each(event.tickets, { fields }, { status: 'TIMED_OUT', ...TIMED_OUT });
    }
    case 'MatchmakingCancelled': {
      const { matchId, ruleEvaluationMetrics: metrics } = event;
      const why = { reason: 'Cancelled', message: CANCELLED[cause ?? event.cause] };
      const none = ruleNames.map((ruleName) => ({ ruleName, passedCount: 0, failedCount: 0 }));
      const fields = { ...why, ruleEvaluationMetrics: metrics.length > 0 ? metrics : none };
      return each(event.tickets, { matchId, fields }, { status: 'CANCELLED', ...why });
    }
  }
}

/**
 * The `detail` of an event, with all tickets that it is about, and their players again in `gameSessionInfo`.
 * https://docs.aws.amazon.com/gameliftservers/latest/flexmatchguide/match-events.html
 */
export function detailOf(event: MatchEvent, customEventData: string | undefined): object {
  const { type, matchId, session, fields } = event;
  const playerOf = playersOf(event);
  const tickets = event.tickets.map(({ ticketId, startTime, players }) => ({
    ...{ ticketId, startTime: new Date(startTime).toISOString() },
    players: players.map(({ playerId }) => playerOf(playerId)),
  }));
  const { gameSessionArn, ipAddress, dnsName, port } = session ?? {};
  const name = dnsName === undefined ? {} : { dnsName };
  const address = session ? { gameSessionArn, ipAddress, ...name, port } : {};
  return {
    ...{ tickets, ...fields },
    ...(customEventData !== undefined && { customEventData }),
    ...{ type, gameSessionInfo: { ...address, players: tickets.flatMap(({ players }) => players) } },
    ...(matchId !== undefined && { matchId }),
  };
}

function playersOf({ teams = [], answers = {}, session }: MatchEvent): (playerId: string) => object {
  const teamOf = new Map(
    teams.flatMap(({ name, playerIds }) => playerIds.map((id): [string, string] => [id, name])),
  );
  const sessions = new Map(
    session?.playerSessions.map(({ playerId, playerSessionId }) => [playerId, playerSessionId]),
  );
  return (playerId) => {
    const [team, playerSessionId] = [teamOf.get(playerId), sessions.get(playerId)];
    return {
      playerId,
      ...(playerSessionId !== undefined && { playerSessionId }),
      ...(team !== undefined && { team }),
      ...(Object.hasOwn(answers, playerId) && { accepted: answers[playerId] === 'ACCEPT' }),
    };
  };
}
