import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('hands on to the room that a member types', async () => {
  expect(await chat.say(handler, 'typing')).toEqual({});
  expect(await chat.told()).toMatchObject([{ type: 'typing', memberId: 'kim' }]);
  expect(await chat.say(handler, 'typing')).toMatchObject({ code: 'CONNECTION_TOO_FAST' });
});
