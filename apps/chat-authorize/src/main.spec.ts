import { CHAT_TICKET_TABLE, createChatTicketTable } from '@hanok/chat';
import request from '@hanok/events/samples/web-socket-authorizer.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([CHAT_TICKET_TABLE]);
afterAll(db.stop);
const USER_POOL_ISSUER = 'http://127.0.0.1:1/pool';
prepareFunction({ ...db.variables, USER_POOL_ISSUER, USER_POOL_CLIENT_ID: 'client' });
const { handler } = await import('./main.ts');

it('lets the owner of a ticket connect once, and no one with another', async () => {
  const tickets = createChatTicketTable({ client: db.client, table: CHAT_TICKET_TABLE.name });
  const ticket = await tickets.issue('sub:a', new Date(), new AbortController().signal);
  const ask = async (shown: string) => {
    const event = { ...request, queryStringParameters: { ticket: shown } };
    const { principalId, policyDocument } = await handler(event, buildLambdaContext());
    return [principalId, policyDocument.Statement[0]?.Effect];
  };
  expect(await ask('other')).toEqual(['unknown', 'Deny']);
  expect(await ask(ticket)).toEqual(['sub:a', 'Allow']);
  expect(await ask(ticket)).toEqual(['unknown', 'Deny']);
});
