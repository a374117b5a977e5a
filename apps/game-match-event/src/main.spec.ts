import snsSample from '@hanok/events/samples/sns.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createMatchTicketTable, MATCH_TICKET_TABLE } from '@hanok/matchmaking';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([MATCH_TICKET_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

it('writes the connection of each ticket of the sample event, however often it comes', async () => {
  const tickets = createMatchTicketTable({ client: db.client, table: MATCH_TICKET_TABLE.name });
  const { signal } = new AbortController();
  await tickets.create({ ticketId: 'ticket-1', playerName: 'SomeName' }, new Date(), signal);
  await handler(snsSample, buildLambdaContext());
  await handler(snsSample, buildLambdaContext());
  expect(await tickets.find('ticket-1', new Date(), signal)).toMatchObject({
    TicketStatus: 'COMPLETED',
    GameSession: { Port: 10_777, Players: [{ PlayerId: 'SomeName', PlayerSessionId: 'psess-0000-one' }] },
  });
  const followed = lines().filter(({ message }) => message === 'tickets followed');
  expect(followed).toMatchObject([
    { type: 'MatchmakingSucceeded', applied: 1, stale: 0, unknown: 1 },
    { applied: 0, stale: 1, unknown: 1 },
  ]);
  expect(JSON.stringify(lines())).not.toContain('psess');
});
