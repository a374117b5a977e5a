import {
  AcceptMatchCommand,
  type AcceptanceType,
  DescribeMatchmakingCommand,
  type GameLiftClient,
  StartMatchmakingCommand,
  StopMatchmakingCommand,
} from '@aws-sdk/client-gamelift';

/** What players and their game client do. */
export function callsOf(client: GameLiftClient) {
  return {
    /** A ticket of these players with their scores. */
    start: (TicketId: string, players: Readonly<Record<string, number>>, ConfigurationName = 'duel') =>
      client.send(
        new StartMatchmakingCommand({
          ...{ ConfigurationName, TicketId },
          Players: Object.entries(players).map(([PlayerId, score]) => ({
            ...{ PlayerId, PlayerAttributes: { score: { N: score } } },
          })),
        }),
      ),
    ticket: async (id: string) =>
      (await client.send(new DescribeMatchmakingCommand({ TicketIds: [id] }))).TicketList?.[0],
    statuses: async (...TicketIds: string[]) => {
      const { TicketList = [] } = await client.send(new DescribeMatchmakingCommand({ TicketIds }));
      return Object.fromEntries(TicketList.map(({ TicketId, Status }) => [TicketId, Status]));
    },
    cancel: (TicketId: string) => client.send(new StopMatchmakingCommand({ TicketId })),
    answer: (TicketId: string, PlayerIds: string[], AcceptanceType: AcceptanceType) =>
      client.send(new AcceptMatchCommand({ TicketId, PlayerIds, AcceptanceType })),
  };
}
