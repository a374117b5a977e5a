import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GameLiftClient } from '@aws-sdk/client-gamelift';
import { snsRecord, snsRecords } from '@hanok/events';
import { buildRestEvent, buildSnsEvent } from '@hanok/events/testing';
import { asyncEvent, rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startFaultProxy, startGameLift } from '@hanok/testing';
import { flexMatchEvent } from './flexmatch-event.ts';
import { buildFlexMatchEvent, type FlexMatchChange } from '../testing/flexmatch-event.ts';
import {
  createMatchService,
  createMatchTicketTable,
  createPasswords,
  createPlayerAccountTable,
  createSignIn,
  followTickets,
  readMatchStatus,
  requestMatch,
} from '../index.ts';
import { QUICK, startPlayerTables } from '../players/player-tables.fixture.ts';

export const NOT_READY = { IpAddress: '', PlayerSessionId: '', Port: 0 };
export const START = Date.parse('2026-11-01T09:00:00.000Z');

/** The three functions of a match on real tables, before a GameLift of which the spec moves the tickets. */
export async function startMatchApp() {
  const db = await startPlayerTables();
  const gameLift = await startGameLift();
  const toTables = await startFaultProxy(db.endpoint);
  const toGameLift = await startFaultProxy(gameLift.endpoint);
  return {
    db,
    gameLift,
    /** Where a spec injects faults, and clients that meet them and do not try again. */
    toTables,
    toGameLift,
    faulty: {
      dynamodb: db.connect({ endpoint: toTables.endpoint, maxAttempts: 1 }),
      gamelift: gameLift.connect(toGameLift.endpoint),
    },
    /** Functions with a clock and a log of their own, perhaps with other clients. */
    open: (clients: { dynamodb?: DynamoDBClient; gamelift?: GameLiftClient } = {}) => {
      const { dynamodb = db.client, gamelift = gameLift.client } = clients;
      const clock = { at: START };
      const now = () => new Date(clock.at);
      const { log, metrics, lines } = recordLines();
      const tickets = createMatchTicketTable({ client: dynamodb, table: db.ticketTable });
      const { configuration: configurationName } = gameLift;
      const matches = createMatchService({ client: gamelift, configurationName, now });
      const accounts = createPlayerAccountTable({ client: dynamodb, tables: db.tables });
      const signIn = createSignIn({ accounts, passwords: createPasswords(QUICK), now });
      const shared = { log, metrics, now, tickets, matches };
      const routes = [...requestMatch({ ...shared, signIn }), ...readMatchStatus(shared)];
      const api = rest({ log, metrics, routes });
      const event = asyncEvent({
        ...{ log, metrics, records: snsRecords, record: snsRecord(flexMatchEvent) },
        handle: followTickets(shared),
      });
      const post = async (resource: string, body: unknown) => {
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await api(
          buildRestEvent({ httpMethod: 'POST', resource, body: text }),
          buildLambdaContext(),
        );
        return { status: answer.statusCode, body: JSON.parse(answer.body) };
      };
      return {
        clock,
        lines,
        post,
        request: async (PlayerName: string, PlayerPass = 'hunter2'): Promise<string> =>
          (await post('/matchrequest', { PlayerName, PlayerPass })).body.TicketId,
        status: async (PlayerName: string, TicketId: string): Promise<Record<string, unknown>> =>
          (await post('/matchstatus', { PlayerName, TicketId })).body,
        /** One event of SNS with these messages. */
        hear: (...changes: FlexMatchChange[]) => {
          const messages = changes.map((change) => JSON.stringify(buildFlexMatchEvent(change)));
          return event(buildSnsEvent(messages), buildLambdaContext());
        },
        hearText: (text: string) => event(buildSnsEvent([text]), buildLambdaContext()),
      };
    },
    stop: async () => {
      await Promise.all([toTables.stop(), toGameLift.stop(), gameLift.stop()]);
      await db.stop();
    },
  };
}

const timeOf = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** A match of these players, each with a ticket of its own, seconds after the start. */
export function succeeded(at: number, tickets: Readonly<Record<string, string>>): FlexMatchChange {
  return {
    type: 'MatchmakingSucceeded',
    time: timeOf(at),
    tickets: Object.entries(tickets).map(([playerId, ticketId]) => ({
      ticketId,
      players: [{ playerId, team: 'blue', playerSessionId: `psess-${playerId}` }],
    })),
    gameSessionInfo: { ipAddress: '192.0.2.1', port: 10_777 },
    detail: { matchId: 'match-1' },
  };
}

/** An event of another type about one ticket. */
export function eventOf(
  type: string,
  at: number,
  ticket: { ticketId: string; playerId: string },
  detail: Readonly<Record<string, unknown>> = {},
): FlexMatchChange {
  const { ticketId, playerId } = ticket;
  return { type, time: timeOf(at), tickets: [{ ticketId, players: [{ playerId }] }], detail };
}
