import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { broadcast, clientOptions, type PostToConnection } from '../index.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const error = (status: number, type: string, body = '{"message":"secret"}'): Answer => {
  return (response) => response.writeHead(status, { 'x-amzn-errortype': type }).end(body);
};
/** How the server answers a post to a connection of that name; `name-2` is answered as `name`. */
const ANSWERS: Record<string, Answer> = {
  open: (response) => response.writeHead(200).end(),
  gone: error(410, 'GoneException'),
  goneWithoutBody: (response) => response.writeHead(410).end(),
  goneAsPage: (response) => response.writeHead(410, { 'Content-Type': 'text/html' }).end('<html>gone</html>'),
  busy: error(429, 'LimitExceededException'),
  busyWithoutBody: (response) => response.writeHead(429).end(),
  throttledByTheAccount: error(429, 'TooManyRequestsException'),
  broken: error(500, 'InternalServerError'),
  brokenAsPage: (response) => response.writeHead(502).end('<html>bad gateway</html>'),
  forbidden: error(403, 'ForbiddenException'),
  malformed: error(400, 'BadRequestException'),
  tooLarge: error(413, 'PayloadTooLargeException'),
  silent: () => undefined,
  reset: (_response, request) => request.socket.resetAndDestroy(),
};

const received: { path: string; body: string }[] = [];
let onReceived: () => void = () => undefined;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    received.push({ path, body: Buffer.concat(chunks).toString() });
    onReceived();
    const name = decodeURIComponent(path.split('/').at(-1) ?? '').split('-')[0] ?? '';
    (ANSWERS[name] ?? error(404, 'NotFoundException'))(response, request);
  });
});

const clients: ApiGatewayManagementApiClient[] = [];
/** Posts through a client that waits that many milliseconds for an answer. */
function postThrough(requestTimeout: number): PostToConnection {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port');
  const client = new ApiGatewayManagementApiClient({
    ...clientOptions({ requestTimeout }),
    endpoint: `http://127.0.0.1:${address.port}/prod`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'EXAMPLE' },
    maxAttempts: 1,
  });
  clients.push(client);
  return (ConnectionId, Data, abortSignal) =>
    client.send(new PostToConnectionCommand({ ConnectionId, Data }), { abortSignal });
}

beforeAll(async () => {
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await listening;
});
afterAll(() => {
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  server.close();
});

const PAYLOAD = '{"type":"said","text":"안녕 😀"}';
const never = new AbortController().signal;
const send = (connectionIds: string[], signal = never) =>
  broadcast({ post: postThrough(20_000), connectionIds, payload: PAYLOAD, signal });

describe('broadcast through the client of the API', () => {
  it('tells receivers that are gone, throttled and failed apart, and sends to all the others', async () => {
    const gone = ['gone', 'goneWithoutBody', 'goneAsPage'];
    const throttled = ['busy', 'busyWithoutBody', 'throttledByTheAccount'];
    const failed = ['broken', 'brokenAsPage', 'forbidden', 'malformed', 'tooLarge', 'reset', 'unknown'];
    const open = Array.from({ length: 100 }, (_, index) => `open-${index}`);
    const mixed = open.flatMap((id, index) => [
      id,
      ...[gone, throttled, failed].flatMap((ids) => ids[index] ?? []),
    ]);
    const outcome = await send(mixed);
    expect({ ...outcome, failed: outcome.failed.map(({ connectionId }) => connectionId) }).toEqual({
      sent: 100,
      gone,
      throttled,
      failed,
      unsent: [],
    });
    expect(outcome.failed.every((each) => each.error instanceof Error)).toBe(true);
  });

  it('counts a receiver as failed that does not answer in time', async () => {
    const post = postThrough(100);
    const outcome = await broadcast({ post, connectionIds: ['silent'], payload: PAYLOAD, signal: never });
    expect(outcome).toMatchObject({ sent: 0, failed: [{ connectionId: 'silent' }] });
  });

  it('posts the payload as it is to the path of the connection, whose id is encoded', async () => {
    received.length = 0;
    expect(await send(['open-TXzPWd/+OjoECGjA='])).toMatchObject({ sent: 1 });
    expect(received).toEqual([
      {
        path: '/prod/@connections/open-TXzPWd%2F%2BOjoECGjA%3D',
        body: PAYLOAD,
      },
    ]);
  });

  it('answers what was not sent when the time is up while posts are on their way', async () => {
    received.length = 0;
    const controller = new AbortController();
    onReceived = () => {
      if (received.length === 50) controller.abort();
    };
    const silent = Array.from({ length: 80 }, (_, index) => `silent-${index}`);
    const outcome = await send(silent, controller.signal);
    onReceived = () => undefined;
    expect(outcome).toEqual({ sent: 0, gone: [], throttled: [], failed: [], unsent: silent });
    expect(received).toHaveLength(50);
  });
});
