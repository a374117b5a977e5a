import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('answers how many messages are unread', async () => {
  expect(await chat.say(handler, 'read', { seq: 0 })).toMatchObject({ type: 'read', unread: 0 });
});
