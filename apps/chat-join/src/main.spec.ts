import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('answers who is there to a member that joins', async () => {
  expect(await chat.say(handler, 'join')).toMatchObject({ type: 'joined', present: ['kim'] });
  expect(await chat.told()).toEqual([]);
});
