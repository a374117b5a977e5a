import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('tells the room that the last connection of a member leaves', async () => {
  expect(await chat.say(handler, 'leave')).toEqual({ type: 'left', room: 'lobby' });
  expect(await chat.told()).toMatchObject([{ type: 'presence', event: 'left' }]);
});
