import { prepareChat } from '@hanok/chat/testing';
import { buildDisconnectEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('tells the room that a member whose connection has ended is gone', async () => {
  const answer = await handler(buildDisconnectEvent(chat.from), buildLambdaContext());
  expect(answer.statusCode).toBe(200);
  expect(await chat.told()).toMatchObject([{ type: 'presence', memberId: 'kim', event: 'left' }]);
});
