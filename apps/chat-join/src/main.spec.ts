import {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  chatFrom,
  chatVariables,
  enterRoom,
  joinConnection,
} from '@hanok/chat';
import { buildMessageEvent } from '@hanok/events/testing';
import { parseEnv } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startQueue, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
]);
const queue = await startQueue();
afterAll(() => Promise.all([db.stop(), queue.stop()]));
prepareFunction({ ...db.variables, ...queue.variables, FAN_OUT_QUEUE_URL: queue.queueUrl });
const { handler } = await import('./main.ts');

const { connections, change } = chatFrom(parseEnv(chatVariables, {}), db.client);
const { signal } = new AbortController();
await connections.open('kim-1', 'kim', new Date(), signal);
await change({ room: 'lobby', memberId: 'kim' }, enterRoom, signal);
await change({ room: 'lobby', memberId: 'kim' }, joinConnection('kim-1'), signal);

it('answers who is there to a member that joins', async () => {
  const from = { connectionId: 'kim-1', principal: { principalId: 'kim' } };
  const answer = await handler(
    buildMessageEvent({ ...from, routeKey: 'join', body: { room: 'lobby' } }),
    buildLambdaContext(),
  );
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ type: 'joined', present: ['kim'] });
  const frames = (await queue.take()).map(({ frame }) => JSON.parse(String(frame)));
  expect(frames).toMatchObject([]);
});
