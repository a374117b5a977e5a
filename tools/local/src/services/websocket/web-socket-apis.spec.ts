import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { closeOf, next, route, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const echo = { statusCode: 200, body: 'heard' };
const ID = /^[\w-]{15}=$/;

describe('the events of a connection', () => {
  it('are those of AWS: what an event does not have is absent', async () => {
    api = await serveApi({}, { stages: [{ name: 'prod', variables: { room: 'one' } }] });
    const socket = await api.connect('?token=a&token=b', { headers: { 'User-Agent': 'spec' } });
    socket.send('{"action":"say","text":"안녕"}');
    await api.eventOf('say');
    socket.close();
    await api.eventOf('$disconnect');
    const [connected, said, left] = api.events;
    const { connectionId } = connected?.requestContext ?? {};
    expect(connectionId).toMatch(ID);
    const common = {
      ...{ messageDirection: 'IN', stage: 'prod', connectedAt: api.clock.now(), apiId: 'chat123456' },
      ...{ identity: { userAgent: 'spec', sourceIp: '127.0.0.1' }, domainName: new URL(api.url).host },
      ...{ connectionId, requestTime: '01/Jan/2026:00:00:00 +0000', requestTimeEpoch: api.clock.now() },
      ...{ requestId: expect.stringMatching(ID), extendedRequestId: expect.stringMatching(ID) },
    };
    const stageVariables = { room: 'one' };
    expect(connected).toEqual({
      headers: expect.objectContaining({ Host: new URL(api.url).host, 'X-Forwarded-For': '127.0.0.1' }),
      multiValueHeaders: expect.objectContaining({ 'Sec-WebSocket-Version': ['13'] }),
      queryStringParameters: { token: 'b' },
      multiValueQueryStringParameters: { token: ['a', 'b'] },
      stageVariables,
      requestContext: { ...common, routeKey: '$connect', eventType: 'CONNECT' },
      isBase64Encoded: false,
    });
    expect(said).toEqual({
      stageVariables,
      requestContext: {
        ...{ ...common, routeKey: 'say', eventType: 'MESSAGE' },
        messageId: expect.stringMatching(ID),
      },
      body: '{"action":"say","text":"안녕"}',
      isBase64Encoded: false,
    });
    const headers = { Host: new URL(api.url).host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
    expect(left).toEqual({
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      stageVariables,
      requestContext: {
        ...{ ...common, routeKey: '$disconnect', eventType: 'DISCONNECT', disconnectStatusCode: 1005 },
        disconnectReason: 'Client-side close frame status not set',
      },
      isBase64Encoded: false,
    });
    for (const { requestContext } of api.events)
      expect(requestContext['extendedRequestId']).toBe(requestContext['requestId']);
  });

  it("reach functions of Node's own client", async () => {
    api = await serveApi({ say: () => echo }, { routes: [route('say', { responds: true })] });
    const socket = new WebSocket(api.address);
    await once(socket, 'open');
    socket.send('{"action":"say"}');
    const [message] = await once(socket, 'message');
    expect(Object(message).data).toBe('heard');
    socket.close(3000, 'enough');
    await once(socket, 'close');
  });

  it('tell the code and the reason of a client that closes, and 1006 of one that is gone', async () => {
    api = await serveApi();
    (await api.connect()).close(4000, 'enough');
    const closed = await api.eventOf('$disconnect');
    expect(closed.requestContext).toMatchObject({ disconnectStatusCode: 4000, disconnectReason: 'enough' });
    api.events.length = 0;
    (await api.connect()).terminate();
    expect((await api.eventOf('$disconnect')).requestContext['disconnectStatusCode']).toBe(1006);
  });
});

describe('a message', () => {
  it.each([
    ['{"action":"say"}', 'say'],
    ['{"action":"shout"}', '$default'],
    ['{"action":"$connect"}', '$default'],
    ['{"action":"$disconnect"}', '$default'],
    ['{"action":["say"]}', '$default'],
    ['{"other":"say"}', '$default'],
    ['{"__proto__":{"action":"say"}}', '$default'],
    ['no JSON', '$default'],
    ['null', '$default'],
    ['', '$default'],
  ])('%s goes to the route %s', async (body, expected) => {
    api = await serveApi();
    const socket = await api.connect();
    socket.send(body);
    expect((await api.eventOf(expected)).body).toBe(body);
    expect(api.events.map(({ requestContext }) => requestContext.routeKey)).toEqual(['$connect', expected]);
  });

  it('that no route takes is answered Forbidden, and the connection stays', async () => {
    api = await serveApi({}, { routes: [route('say', { responds: true })] });
    const socket = await api.connect();
    socket.send('{"action":"shout"}');
    const frame = JSON.parse(await next(socket));
    expect(frame).toEqual({
      message: 'Forbidden',
      connectionId: expect.stringMatching(ID),
      requestId: expect.stringMatching(ID),
    });
    socket.send('{"action":"say"}');
    await api.eventOf('say');
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no'))],
    ['answers no proxy response', () => ({ other: 1 })],
  ])('whose function %s is answered Internal server error', async (_, run) => {
    api = await serveApi({ say: run });
    const socket = await api.connect();
    socket.send('{"action":"say"}');
    const { requestContext } = await api.eventOf('say');
    expect(JSON.parse(await next(socket))).toEqual({
      message: 'Internal server error',
      connectionId: requestContext.connectionId,
      requestId: requestContext['requestId'],
    });
  });

  it('does not wait for the one before it', async () => {
    const first = Promise.withResolvers<object>();
    let calls = 0;
    api = await serveApi(
      { say: () => (++calls === 1 ? first.promise : { statusCode: 200, body: 'second' }) },
      { routes: [route('say', { responds: true })] },
    );
    const socket = await api.connect();
    socket.send('{"action":"say"}');
    socket.send('{"action":"say"}');
    expect(await next(socket)).toBe('second');
    const later = next(socket);
    first.resolve({ statusCode: 200, body: 'first' });
    expect(await later).toBe('first');
  });

  it('gets no answer of a route without a response', async () => {
    api = await serveApi(
      { say: () => echo, loud: () => ({ statusCode: 200, body: 'loud' }) },
      {
        routes: [route('say'), route('loud', { responds: true })],
      },
    );
    const socket = await api.connect();
    socket.send('{"action":"say"}');
    await api.eventOf('say');
    socket.send('{"action":"loud"}');
    expect(await next(socket)).toBe('loud');
  });

  it('over the limit of its stage is answered Too Many Requests', async () => {
    const throttling = { rateLimit: 0.001, burstLimit: 1 };
    api = await serveApi({}, { stages: [{ name: 'prod', routeThrottling: { say: throttling } }] });
    const socket = await api.connect();
    socket.send('{"action":"say"}');
    socket.send('{"action":"say"}');
    expect(JSON.parse(await next(socket))).toMatchObject({ message: 'Too Many Requests' });
  });
});

describe('under way, for those that wait until a stack is idle,', () => {
  it('are a message and the end of a connection, until their functions have answered; an open connection is not', async () => {
    const gates = { say: Promise.withResolvers<void>(), disconnect: Promise.withResolvers<void>() };
    const answered = { statusCode: 200 };
    api = await serveApi({
      say: () => gates.say.promise.then(() => answered),
      disconnect: () => gates.disconnect.promise.then(() => answered),
    });
    const socket = await api.connect();
    expect(api.underWay()).toBe(0);
    socket.send('{"action":"say"}');
    await api.eventOf('say');
    expect(api.underWay()).toBe(1);
    gates.say.resolve();
    await eventually(() => expect(api.underWay()).toBe(0));
    socket.close();
    await api.eventOf('$disconnect');
    expect(api.underWay()).toBe(1);
    gates.disconnect.resolve();
    await eventually(() => expect(api.underWay()).toBe(0));
  });
});

describe('a connection is closed', () => {
  const KB = 1024;
  const frames = async (sizes: readonly number[]) => {
    api = await serveApi();
    const socket = await api.connect();
    sizes.forEach((size, at) => socket.send('x'.repeat(size), { fin: at === sizes.length - 1 }));
    return socket;
  };

  it.each([
    ['a frame of 32 KB', [32 * KB]],
    ['a message of 128 KB in four', [32 * KB, 32 * KB, 32 * KB, 32 * KB]],
  ])('never for %s', async (_, sizes) => {
    await frames(sizes);
    expect((await api.eventOf('$default')).body).toHaveLength(sizes.reduce((sum, size) => sum + size));
  });

  it.each([
    ['a frame of 32 KB and a byte', [32 * KB + 1]],
    ['a frame of 200 KB', [200 * KB]],
    ['a last frame of 32 KB and a byte', [5, 32 * KB + 1]],
    ['a message of 128 KB and a byte', [32 * KB, 32 * KB, 32 * KB, 32 * KB, 1]],
  ])('with 1009 for %s, and no route sees it', async (_, sizes) => {
    const [code] = await closeOf(await frames(sizes));
    expect(code).toBe(1009);
    expect((await api.eventOf('$disconnect')).requestContext['disconnectStatusCode']).toBe(1009);
    expect(api.events).toHaveLength(2);
  });

  it('with 1009 for a frame over 32 KB in bytes of Hangul', async () => {
    api = await serveApi();
    const socket = await api.connect();
    socket.send('가'.repeat(11 * KB));
    expect((await closeOf(socket))[0]).toBe(1009);
  });

  it('with 1003 for a binary frame', async () => {
    api = await serveApi();
    const socket = await api.connect();
    socket.send(Buffer.from('x'));
    expect((await closeOf(socket))[0]).toBe(1003);
    expect((await api.eventOf('$disconnect')).requestContext['disconnectStatusCode']).toBe(1003);
  });

  it('with 1001 after ten minutes without a message, counted from the last', async () => {
    api = await serveApi();
    const socket = await api.connect();
    await api.clock.pass(9 * 60_000);
    socket.send('{"action":"say"}');
    await api.eventOf('say');
    await api.clock.pass(9 * 60_000);
    expect(socket.readyState).toBe(socket.OPEN);
    await api.clock.pass(60_000);
    expect(await closeOf(socket)).toEqual([1001, 'Going away']);
    expect((await api.eventOf('$disconnect')).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    });
  });

  it('with 1001 after two hours, however busy', async () => {
    api = await serveApi({ say: () => echo }, { routes: [route('say', { responds: true })] });
    const socket = await api.connect();
    const closed = closeOf(socket);
    for (let minutes = 5; minutes < 120; minutes += 5) {
      await api.clock.pass(5 * 60_000);
      socket.send('{"action":"say"}');
      expect(await next(socket)).toBe('heard');
    }
    await api.clock.pass(5 * 60_000);
    expect(await closed).toEqual([1001, 'Going away']);
  });
});
