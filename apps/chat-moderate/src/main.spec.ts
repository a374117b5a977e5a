import { prepareChat } from '@hanok/chat/testing';
import { afterAll, expect, it } from '@jest/globals';

const chat = await prepareChat('lee');
afterAll(chat.stop);
const { handler } = await import('./main.ts');

it('lets the member who made the room ban another one, who is put out of it and told', async () => {
  const ban = { memberId: 'lee', act: 'ban' };
  expect(await chat.say(handler, 'moderate', ban)).toMatchObject({ type: 'moderated', ...ban, by: 'kim' });
  const told = await chat.queue.take();
  expect(told.map(({ connectionIds, frame }) => [connectionIds, JSON.parse(String(frame)).type])).toEqual([
    [['lee-1'], 'moderated'],
    [[], 'presence'],
  ]);
  const { connections } = await chat.connections.page('lobby', { signal: chat.signal });
  expect(connections.map(({ connectionId }) => connectionId)).toEqual(['kim-1']);
});
