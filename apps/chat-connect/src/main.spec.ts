import { CHAT_CONNECTION_TABLE } from '@hanok/chat';
import { buildConnectEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([CHAT_CONNECTION_TABLE]);
afterAll(db.stop);
prepareFunction({ ...db.variables, ALLOWED_ORIGINS: 'https://chat.example' });
const { handler } = await import('./main.ts');

it('records whose connection it is, and refuses a page of another origin', async () => {
  const connect = async (connectionId: string, Origin: string) => {
    const event = buildConnectEvent({
      ...{ connectionId, principal: { principalId: 'kim' }, headers: { Origin } },
    });
    return (await handler(event, buildLambdaContext())).statusCode;
  };
  expect(await connect('kim-1', 'https://chat.example')).toBe(200);
  expect(await connect('kim-2', 'https://evil.example')).toBe(403);
  expect(await db.items(CHAT_CONNECTION_TABLE)).toMatchObject([
    { ConnectionId: { S: 'kim-1' }, UserId: { S: 'kim' } },
  ]);
});
