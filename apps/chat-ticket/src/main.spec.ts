import { CHAT_TICKET_TABLE } from '@hanok/chat';
import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([CHAT_TICKET_TABLE]);
afterAll(db.stop);
const { lines } = prepareFunction(db.variables);
const { handler } = await import('./main.ts');

it('gives a signed-in caller a ticket that stands neither in the table nor in the log', async () => {
  const event = buildRestEvent({ httpMethod: 'POST', resource: '/chat/tickets' });
  expect((await handler(event, buildLambdaContext())).statusCode).toBe(401);
  const claims = { sub: 'a', 'cognito:username': 'kim' };
  const signedIn = { ...event, requestContext: { authorizer: { claims } } };
  const answer = await handler(signedIn, buildLambdaContext());
  expect(answer.statusCode).toBe(201);
  const { Ticket } = JSON.parse(answer.body);
  expect(Ticket).toHaveLength(43);
  expect(await db.items(CHAT_TICKET_TABLE)).toMatchObject([{ UserId: { S: 'sub:a' } }]);
  expect(JSON.stringify([await db.items(CHAT_TICKET_TABLE), lines()])).not.toContain(Ticket);
});
