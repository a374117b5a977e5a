import { changeMember, enterRoom, joinConnection } from '@hanok/chat';
import { prepareChat } from '@hanok/chat/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat();
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('tells the room once that a member has left whose connection ended ten minutes ago, and no one knew', async () => {
  const change = changeMember({ ...chat, now: () => new Date(Date.now() - 600_000) });
  await chat.connections.open('lee-1', 'lee', new Date(), chat.signal);
  for (const each of [enterRoom, joinConnection('lee-1')])
    await change({ room: 'lobby', memberId: 'lee' }, each, chat.signal);
  expect(await handler({}, buildLambdaContext())).toEqual({ left: 1, failed: 0 });
  expect(await chat.told()).toMatchObject([{ type: 'presence', memberId: 'lee', event: 'left' }]);
  expect(await handler({}, buildLambdaContext())).toEqual({ left: 0, failed: 0 });
});
