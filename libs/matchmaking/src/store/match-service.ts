import {
  DescribeMatchmakingCommand,
  type GameLiftClient,
  type MatchmakingTicket,
  StartMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import { type GameSession, TICKET_STATUSES, type TicketNews } from '../tickets/ticket-news.ts';

export type MatchRequest = { ticketId: string; playerName: string; score: number };

/** The matchmaking of one configuration of GameLift. */
export type MatchService = {
  /** Rejects with the client's error, also when the answer was lost and the ticket stands. */
  start(request: MatchRequest, signal: AbortSignal): Promise<void>;
  /** Where the ticket stands; `undefined` when GameLift knows none of this id, or not any more. */
  find(ticketId: string, signal: AbortSignal): Promise<TicketNews | undefined>;
};

/** Tickets of one configuration of FlexMatch, by the client of GameLift. */
export function createMatchService(options: {
  client: GameLiftClient;
  configurationName: string;
  now?: () => Date;
}): MatchService {
  const { client, configurationName: ConfigurationName, now = () => new Date() } = options;
  return {
    start: async ({ ticketId: TicketId, playerName, score }, abortSignal) => {
      const Players = [{ PlayerId: playerName, PlayerAttributes: { score: { N: score } } }];
      const command = new StartMatchmakingCommand({ ConfigurationName, TicketId, Players });
      await client.send(command, { abortSignal });
    },
    find: async (ticketId, abortSignal) => {
      const command = new DescribeMatchmakingCommand({ TicketIds: [ticketId] });
      const { TicketList = [] } = await client.send(command, { abortSignal });
      const ticket = TicketList.find(({ TicketId }) => TicketId === ticketId);
      return ticket && newsOfTicket(ticketId, ticket, now());
    },
  };
}

function newsOfTicket(ticketId: string, ticket: MatchmakingTicket, now: Date): TicketNews {
  const status = TICKET_STATUSES.find((each) => each === ticket.Status);
  if (status === undefined) throw new TypeError('GameLift answers a status of a ticket that is not known');
  const reason = ticket.StatusMessage ?? ticket.StatusReason;
  const gameSession = status === 'COMPLETED' ? gameSessionOf(ticket) : undefined;
  return {
    ...{ ticketId, status, at: (ticket.EndTime ?? now).getTime() },
    ...(reason !== undefined && { reason }),
    ...(gameSession && { gameSession }),
  };
}

function gameSessionOf({ GameSessionConnectionInfo: info }: MatchmakingTicket): GameSession | undefined {
  const { IpAddress, Port, MatchedPlayerSessions = [] } = info ?? {};
  if (!IpAddress || !Port) return undefined;
  const Players = MatchedPlayerSessions.flatMap(({ PlayerId, PlayerSessionId }) =>
    PlayerId && PlayerSessionId ? [{ PlayerId, PlayerSessionId }] : [],
  );
  return Players.length > 0 ? { IpAddress, Port, Players } : undefined;
}
