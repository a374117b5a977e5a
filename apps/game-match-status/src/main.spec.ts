import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createMatchTicketTable, MATCH_TICKET_TABLE } from '@hanok/matchmaking';
import { prepareFunction, startGameLift, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([MATCH_TICKET_TABLE]);
const gameLift = await startGameLift();
afterAll(async () => {
  await gameLift.stop();
  await db.stop();
});
const { lines } = prepareFunction({ ...db.variables, ...gameLift.variables });
const { handler } = await import('./main.ts');
const { signal } = new AbortController();
const tickets = createMatchTicketTable({ client: db.client, table: MATCH_TICKET_TABLE.name });

const read = async (TicketId: string) => {
  const body = JSON.stringify({ PlayerName: 'SomeName', TicketId });
  const event = buildRestEvent({ httpMethod: 'POST', resource: '/matchstatus', body });
  return JSON.parse((await handler(event, buildLambdaContext())).body);
};

it('answers the connection of a ticket, and asks GameLift for one that is silent for 30 s', async () => {
  const [now, before] = [new Date(), new Date(Date.now() - 31_000)];
  await tickets.create({ ticketId: 'told', playerName: 'SomeName' }, now, signal);
  await tickets.create({ ticketId: 'silent', playerName: 'SomeName' }, before, signal);
  const empty = { IpAddress: '', PlayerSessionId: '', Port: 0 };
  expect(await read('told')).toEqual(empty);
  const Players = [{ PlayerId: 'SomeName', PlayerSessionId: 'psess-CANARY' }];
  const gameSession = { IpAddress: '192.0.2.1', Port: 7777, Players };
  await tickets.apply({ ticketId: 'told', status: 'COMPLETED', at: 1, gameSession }, { signal });
  expect(await read('told')).toEqual({ IpAddress: '192.0.2.1', PlayerSessionId: 'psess-CANARY', Port: 7777 });
  expect(gameLift.calls).toEqual([]);
  expect(await read('silent')).toMatchObject({ ...empty, Status: 'FAILED' });
  expect(gameLift.calls).toEqual(['DescribeMatchmaking']);
  expect(await read('none')).toEqual({ ...empty, Status: 'NOT_FOUND' });
  expect(JSON.stringify(lines())).not.toContain('CANARY');
});
