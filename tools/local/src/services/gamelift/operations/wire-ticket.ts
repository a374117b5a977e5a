import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { notFound } from '../errors.ts';
import type { Matchmaking } from '../matchmaking.ts';
import type { GameSession, StoredTicket } from '../stored-rows.ts';
import { wirePlayer } from '../players.ts';

const ARN = /^arn:[^:]*:gamelift:[^:]*:\d*:matchmaking(configuration|ruleset)\/[a-zA-Z0-9.-]+$/;
const nameOrArn = (size: number) =>
  z
    .string()
    .min(1)
    .max(size)
    .refine(
      (text) => ARN.test(text) || /^[a-zA-Z0-9.-]{1,128}$/.test(text),
      'must be a name of at most 128 letters, digits, - and ., or an ARN',
    );

export const configurationName = nameOrArn(256);
export const ruleSetName = nameOrArn(256);
export const ticketId = z
  .string()
  .max(128)
  .regex(/^[a-zA-Z0-9.-]*$/, 'must have letters, digits, - and . only');

/** Throws `NotFoundException`. */
export function findTicket({ find }: Matchmaking, id: string): StoredTicket {
  const found = find(id);
  if (found === undefined) throw notFound(`Matchmaking ticket ${id} does not exist.`);
  return found;
}

/** A ticket that is there, as an answer shows it. */
export function wireTicket(id: string, context: Matchmaking): object {
  const { configuration, ticket, session, ...stored } = findTicket(context, id);
  const { status, reason, message, endTime } = stored;
  return {
    TicketId: ticket.ticketId,
    ConfigurationName: configuration,
    ConfigurationArn: arnOf('gamelift', context.account, `matchmakingconfiguration/${configuration}`),
    Status: status,
    ...(reason !== undefined && { StatusReason: reason }),
    ...(message !== undefined && { StatusMessage: message }),
    StartTime: ticket.startTime / 1000,
    ...(endTime !== undefined && { EndTime: endTime / 1000 }),
    Players: ticket.players.map(wirePlayer),
    ...(session && { GameSessionConnectionInfo: wireSession(session, ticket.players) }),
  };
}

/** As the players of this ticket need it: with their own sessions only. */
function wireSession(session: GameSession, players: readonly { playerId: string }[]): object {
  const own = new Set(players.map(({ playerId }) => playerId));
  return {
    GameSessionArn: session.gameSessionArn,
    IpAddress: session.ipAddress,
    ...(session.dnsName !== undefined && { DnsName: session.dnsName }),
    Port: session.port,
    MatchedPlayerSessions: session.playerSessions
      .filter(({ playerId }) => own.has(playerId))
      .map(({ playerId, playerSessionId }) => ({ PlayerId: playerId, PlayerSessionId: playerSessionId })),
  };
}
