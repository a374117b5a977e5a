import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeOf, next, route, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const NAMES = ['ConnectCount', 'MessageCount', 'IntegrationError', 'ExecutionError', 'ClientError'];
/** Each metric as the API and its stage have it, which is the same. */
const counted = () =>
  Object.fromEntries(
    NAMES.map((name) => {
      const [ofApi, ofStage] = api.sums(name);
      expect(ofStage).toBe(ofApi);
      return [name, ofApi];
    }),
  );

describe('the metrics of a WebSocket API', () => {
  it('agree with its connections, the messages to and from clients, and what their functions came to', async () => {
    const routes = ['$connect', '$disconnect', '$default'].map((key) => route(key));
    const functions = {
      default: ({ body }: { body?: string }) => {
        if (body?.includes('fail')) throw new Error('asked to fail');
        return { statusCode: body?.includes('refuse') ? 400 : 200, body: 'heard' };
      },
    };
    api = await serveApi(functions, { routes: [...routes, route('ask', { responds: true })] });
    const [socket, other] = [await api.connect(), await api.connect()];
    for (const text of ['one', 'two', 'refuse']) socket.send(text);
    socket.send('fail');
    expect(JSON.parse(await next(socket))).toMatchObject({ message: 'Internal server error' });
    const { connectionId: ConnectionId } = api.events[0]?.requestContext ?? {};
    const post = api.client().send(new PostToConnectionCommand({ ConnectionId, Data: 'news' }));
    expect(await next(socket)).toBe('news');
    await post;
    expect(counted()).toEqual({
      ...{ ConnectCount: 2, MessageCount: 5, IntegrationError: 2, ExecutionError: 0, ClientError: 0 },
    });
    expect(api.sums('IntegrationLatency')[0]).toBeGreaterThan(0);
    other.close();
    await closeOf(other);
  });

  it('have a ClientError for what is refused before a function runs, which is no connection', async () => {
    const limits = {
      connects: { rateLimit: 0.001, burstLimit: 1 },
      requests: { rateLimit: 0.001, burstLimit: 1 },
    };
    api = await serveApi({}, {}, undefined, limits);
    const socket = await api.connect();
    await expect(api.connect()).rejects.toThrow('429');
    socket.send('first');
    socket.send('second');
    expect(JSON.parse(await next(socket))).toMatchObject({ message: 'Too Many Requests' });
    expect(counted()).toEqual({
      ...{ ConnectCount: 1, MessageCount: 2, IntegrationError: 0, ExecutionError: 0, ClientError: 2 },
    });
  });

  it('count a connection that its function refuses, which is no ClientError', async () => {
    api = await serveApi({ connect: () => ({ statusCode: 403 }) });
    await expect(api.connect()).rejects.toThrow('403');
    expect(counted()).toEqual({
      ...{ ConnectCount: 1, MessageCount: 0, IntegrationError: 1, ExecutionError: 0, ClientError: 0 },
    });
  });
});
