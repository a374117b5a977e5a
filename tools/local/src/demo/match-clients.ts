import * as z from 'zod';

const matchOutputs = z.looseObject({ MatchApiUrl: z.string() });
const ticket = z.object({ TicketId: z.string() });
const status = z.object({
  IpAddress: z.string(),
  Port: z.number(),
  PlayerSessionId: z.string(),
  /** How a ticket ended that has no connection. */
  Status: z.string().optional(),
});

/** What a game client asks of the stack `Matchmaking`. */
export function matchClients(stack: { outputs: Record<string, unknown> }) {
  const { MatchApiUrl } = matchOutputs.parse(stack.outputs.Matchmaking);
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (
      await fetch(`${MatchApiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    ).json();
  };
  return {
    /** The id of a new ticket of a player who signs in. Throws when there is none. */
    request: async (PlayerName: string, PlayerPass: string) => {
      const { TicketId } = ticket.parse(await post('matchrequest', { PlayerName, PlayerPass }));
      if (TicketId.endsWith('Error')) throw new Error(`${PlayerName} gets no ticket, but ${TicketId}.`);
      return TicketId;
    },
    status: async (PlayerName: string, TicketId: string) =>
      status.parse(await post('matchstatus', { PlayerName, TicketId })),
  };
}

export type MatchClients = ReturnType<typeof matchClients>;
