import { randomUUID } from 'node:crypto';
import { addLogIds, asError, type Observation, ok, route, type Route } from '@hanok/lambda';
import { wellFormedText } from '@hanok/events';
import * as z from 'zod/mini';
import type { SignIn } from '../players/sign-in.ts';
import type { MatchRequest, MatchService } from '../store/match-service.ts';
import type { MatchTicketTable } from '../tables/match-ticket-table.ts';

/** Both are at most 1,024 bytes: GameLift takes no longer id of a player, and a longer password is no better. */
const matchRequest = z.object({ PlayerName: wellFormedText(1024), PlayerPass: wellFormedText(1024) });

type Options = Observation & {
  signIn: SignIn;
  tickets: Pick<MatchTicketTable, 'create' | 'apply'>;
  matches: MatchService;
  now?: () => Date;
  newTicketId?: () => string;
};

/**
 * `POST /matchrequest`: signs the player in, who is created by the first request, and asks for a match. Answers
 * `{ TicketId }`, which is `AuthError` for a wrong password and `MatchError` for all else that fails, with status 200:
 * existing clients read nothing else.
 */
export function requestMatch(options: Options): readonly Route[] {
  const { signIn, log, metrics } = options;
  return [
    route({
      httpMethod: 'POST',
      resource: '/matchrequest',
      body: matchRequest,
      refuse: (_status, reason) => {
        log.warn('match request refused', { reason });
        metrics.count('RequestsRefused');
        return MATCH_ERROR;
      },
      handle: async ({ body: { PlayerName: playerName, PlayerPass: password } }, signal) => {
        try {
          const player = await signIn({ playerName, password }, signal);
          if (player.kind === 'refused') {
            metrics.count('SignInsRefused');
            return AUTH_ERROR;
          }
          const TicketId = await startTicket({ playerName, score: player.score }, options, signal);
          metrics.count('TicketsStarted');
          return ok({ TicketId });
        } catch (thrown) {
          log.error('match request failed', { error: asError(thrown) });
          metrics.count('RequestsFailed');
          return MATCH_ERROR;
        }
      },
    }),
  ];
}

const AUTH_ERROR = ok({ TicketId: 'AuthError' });
const MATCH_ERROR = ok({ TicketId: 'MatchError' });

/** The ticket is written first, so that every event finds it. What GameLift does not take has failed. */
async function startTicket(
  player: Omit<MatchRequest, 'ticketId'>,
  options: Options,
  signal: AbortSignal,
): Promise<string> {
  const { tickets, matches, now = () => new Date(), newTicketId = randomUUID } = options;
  const ticketId = newTicketId();
  addLogIds({ ticketId });
  await tickets.create({ ticketId, playerName: player.playerName }, now(), signal);
  try {
    await matches.start({ ticketId, ...player }, signal);
  } catch (error) {
    // Only its answer may be lost, or a second try of the client be refused because the first one was taken.
    if (await matches.find(ticketId, signal).catch(() => undefined)) return ticketId;
    await tickets.apply({ ticketId, status: 'FAILED', at: now().getTime() }, { signal });
    throw error;
  }
  return ticketId;
}
