import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  chatFrom,
  chatVariables,
  enterRoom,
  joinConnection,
} from '@hanok/chat';
import { buildSqsEvent } from '@hanok/events/testing';
import { parseEnv } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startQueue, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([CHAT_CONNECTION_TABLE, CHAT_MEMBER_TABLE]);
const queue = await startQueue();
const posts: string[] = [];
/** `@connections` of an API, where the connection of lee is gone and that of park is throttled. */
const server = createServer(async (request, response) => {
  const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
  response.statusCode = id === 'lee-1' ? 410 : id === 'park-1' ? 429 : 200;
  if (response.statusCode === 200) posts.push(`${id} ${await text(request)}`);
  response.end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;
afterAll(async () => {
  server.close();
  await Promise.all([db.stop(), queue.stop()]);
});
prepareFunction({
  ...{ ...db.variables, ...queue.variables, FAN_OUT_QUEUE_URL: queue.queueUrl },
  CONNECTIONS_URL: `http://127.0.0.1:${port}/prod`,
});
const { handler } = await import('./main.ts');

it('posts a frame to the room, ends the connections that are gone, and tries throttled ones again', async () => {
  const { connections, change } = chatFrom(parseEnv(chatVariables, {}), db.client);
  const { signal } = new AbortController();
  for (const memberId of ['kim', 'lee', 'park']) {
    await connections.open(`${memberId}-1`, memberId, new Date(), signal);
    await change({ room: 'lobby', memberId }, enterRoom, signal);
    await change({ room: 'lobby', memberId }, joinConnection(`${memberId}-1`), signal);
  }
  const body = JSON.stringify({
    room: 'lobby',
    frame: '{"seq":1}',
    connectionIds: [],
    cursor: '',
    attempt: 0,
  });
  const event = buildSqsEvent([body]);
  expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(posts).toEqual(['kim-1 {"seq":1}']);
  const { connections: left } = await connections.page('lobby', { signal });
  expect(left.map(({ connectionId }) => connectionId)).toEqual(['kim-1', 'park-1']);
  // What waits a second comes later.
  expect(await queue.take()).toMatchObject([{ room: 'lobby', cursor: '' }]);
});
