import { text } from 'node:stream/consumers';
import { clientSettings, endpointVariables } from './client-settings.ts';
import { serve } from './serve.ts';

/** A ticket as it stands here; a spec changes its status and gives it a game session. Times in seconds since 1970. */
type MatchTicket = {
  TicketId: string;
  ConfigurationName: string;
  Status: string;
  StatusReason?: string;
  StatusMessage?: string;
  StartTime: number;
  EndTime?: number;
  Players: unknown[];
  GameSessionConnectionInfo?: {
    IpAddress?: string;
    Port?: number;
    MatchedPlayerSessions?: { PlayerId: string; PlayerSessionId: string }[];
  };
};
type Call = { ConfigurationName?: string; TicketId?: string; Players?: unknown[]; TicketIds?: string[] };
type Matchmaking = { configuration: string; tickets: Map<string, MatchTicket> };

const START_TIME = 1_700_000_000.25;

/**
 * The part of the GameLift API that starts and describes matchmaking, over HTTP as the client speaks it. An id is taken
 * once; describing leaves out ids that are not there. A spec moves tickets on.
 * https://docs.aws.amazon.com/gameliftservers/latest/apireference/API_StartMatchmaking.html
 */
export async function startGameLift(options: { configuration?: string } = {}) {
  const { configuration = 'GomokuMatchConfig' } = options;
  const matchmaking: Matchmaking = { configuration, tickets: new Map() };
  const calls: string[] = [];
  const server = await serve(async (request, response) => {
    const target = String(request.headers['x-amz-target']);
    calls.push(target.replace('GameLift.', ''));
    const operation = operations[target] ?? (() => refused('UnknownOperationException', 'No such operation'));
    const answer = operation(matchmaking, JSON.parse(await text(request)));
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });
  const { GameLiftClient } = await import('@aws-sdk/client-gamelift');
  const client = new GameLiftClient(clientSettings(server.endpoint));
  const clients = [client];
  const stop = async () => {
    for (const each of clients) each.destroy();
    await server.stop();
  };
  return {
    client,
    endpoint: server.endpoint,
    /** Another client, such as one that meets faults on its way. */
    connect: (endpoint: string) => {
      const other = new GameLiftClient({ ...clientSettings(endpoint), maxAttempts: 1 });
      clients.push(other);
      return other;
    },
    configuration,
    /** By id. */
    tickets: matchmaking.tickets,
    /** The operations that were called, in turn. */
    calls,
    /** The environment in which a function finds it. */
    variables: endpointVariables({ GAMELIFT: server.endpoint }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const operations: Readonly<Record<string, (matchmaking: Matchmaking, call: Call) => object>> = {
  'GameLift.StartMatchmaking': start,
  'GameLift.DescribeMatchmaking': ({ tickets }, { TicketIds = [] }) => ({
    TicketList: TicketIds.flatMap((id) => tickets.get(id) ?? []),
  }),
};

function start(
  { configuration, tickets }: Matchmaking,
  { ConfigurationName = '', TicketId = '', Players = [] }: Call,
): object {
  if (ConfigurationName !== configuration) return refused('NotFoundException', 'No such configuration');
  if (tickets.has(TicketId)) return refused('InvalidRequestException', 'The ticket id is in use');
  const ticket = { TicketId, ConfigurationName, Status: 'QUEUED', StartTime: START_TIME, Players };
  tickets.set(TicketId, ticket);
  return { MatchmakingTicket: ticket };
}

const refused = (type: string, Message: string) => ({ __type: type, Message });
