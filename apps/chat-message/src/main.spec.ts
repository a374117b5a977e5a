import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('acknowledges a message of a member, and hands it on to the room', async () => {
  const message = { clientId: 'a', text: 'hi' };
  expect(await chat.say(handler, 'message', message)).toMatchObject({ type: 'ack', seq: 1 });
  expect(await chat.told()).toMatchObject([{ type: 'message', seq: 1, senderId: 'kim' }]);
});
