import { describe, expect, it } from '@jest/globals';
import {
  buildConnectEvent,
  buildDisconnectEvent,
  buildMessageEvent,
  buildRestEvent,
} from '@hanok/events/testing';
import * as z from 'zod/mini';
import {
  connectRoute,
  disconnectRoute,
  type Frame,
  InvalidEventError,
  messageRoute,
  refuseMessage,
  type SocketMessage,
  type SocketRoute,
  UnavailableError,
  webSocket,
} from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const REQUEST_ID = '8f507cfc-xmpl-4697-b07a-ac58fc914c95';
const principal = z.object({ principalId: z.string(), name: z.string() });
const KIM = { principalId: 'kim', name: 'Kim' };

function build(...routes: SocketRoute[]) {
  const { log, metrics, lines } = recordLines();
  const handler = webSocket({ log, metrics, routes });
  return {
    lines,
    call: (event: unknown, remainingMs = 60_000) => handler(event, buildLambdaContext({ remainingMs })),
  };
}

type Said = SocketMessage<{ text: string }, z.infer<typeof principal>>;

function say(handle: (message: Said, signal: AbortSignal) => Promise<Frame | undefined>, routeKey = 'say') {
  return messageRoute({
    routeKey,
    principal,
    body: z.object({ text: z.string().check(z.maxLength(10)) }),
    handle,
  });
}

const echo = say(async ({ body, principal: { name }, connectionId, requestId, messageId }) => ({
  type: 'said',
  text: body.text,
  name,
  connectionId,
  requestId,
  messageId,
}));
const message = (body: unknown, routeKey = 'say') => buildMessageEvent({ routeKey, body, principal: KIM });
const errorOf = (code: string, field?: string) => ({
  statusCode: 200,
  body: JSON.stringify({ type: 'error', code, ...(field && { field }), reference: REQUEST_ID }),
});

describe('messages', () => {
  it('are answered with the frame of the handler, who the sender is comes from the authorizer', async () => {
    const { call, lines } = build(echo);
    const answer = await call(message({ action: 'say', text: 'hello', name: 'Lee', connectionId: 'other' }));
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body ?? '')).toEqual({
      type: 'said',
      text: 'hello',
      name: 'Kim',
      connectionId: 'TXzPWdnOjoECGjA=',
      requestId: REQUEST_ID,
      messageId: 'TXzRbdnOjoECGjA=',
    });
    expect(lines()).toContainEqual(
      expect.objectContaining({
        message: 'event',
        routeKey: 'say',
        connectionId: 'TXzPWdnOjoECGjA=',
        status: 200,
      }),
    );
  });

  it('have no body in their answer when the handler answers nothing', async () => {
    const { call } = build(say(async () => undefined));
    expect(await call(message({ text: 'a' }))).toEqual({ statusCode: 200 });
  });

  it('go to the route of that very key, otherwise to $default, and are refused when there is neither', async () => {
    const fallback = say(async () => ({ type: 'fallback' }), '$default');
    const toFallback = build(echo, fallback);
    expect(await toFallback.call(message({ text: 'a' }))).toMatchObject({
      body: expect.stringContaining('said'),
    });
    for (const routeKey of ['Say', 'say ', '$default', 'toString', '__proto__'])
      expect(await toFallback.call(message({ text: 'a' }, routeKey))).toMatchObject({
        body: '{"type":"fallback"}',
      });
    expect(await build(echo).call(message({ text: 'a' }, 'toString'))).toEqual(errorOf('NO_ROUTE'));
  });

  it.each([undefined, { principalId: 'kim' }, { principalId: 'kim', name: 7 }])(
    'of a caller with the principal %j are refused, whatever the body is',
    async (caller) => {
      const { call } = build(echo);
      const event = buildMessageEvent({ routeKey: 'say', body: '{', ...(caller && { principal: caller }) });
      expect(await call(event)).toEqual(errorOf('UNAUTHORIZED'));
    },
  );

  it('are refused by the handler with its code and field, and nothing else of what it answers', async () => {
    const refusing = build(say(async () => refuseMessage('MUTED', 'text')));
    expect(await refusing.call(message({ text: 'a' }))).toEqual(errorOf('MUTED', 'text'));
    expect(refusing.lines()).toContainEqual(expect.objectContaining({ message: 'event', code: 'MUTED' }));
    const telling = build(
      say(async () => ({ type: 'error', code: 'MUTED', stack: 'at secret.ts', reference: 'x' })),
    );
    expect(await telling.call(message({ text: 'a' }))).toEqual(errorOf('MUTED'));
  });

  it.each([
    ['INTERNAL', new Error('password=hunter2')],
    ['UNAVAILABLE', new UnavailableError('redis://10.0.0.1 is down')],
  ])(
    'whose handler throws are answered %s, with the request id in the log and nothing internal',
    async (code, error) => {
      const { call, lines } = build(say(() => Promise.reject(error)));
      expect(await call(message({ text: 'private' }))).toEqual(errorOf(code));
      expect(lines()).toContainEqual(
        expect.objectContaining({ message: 'event failed', requestId: REQUEST_ID, error: expect.anything() }),
      );
      expect(JSON.stringify(lines())).not.toContain('private');
    },
  );

  it('are answered INTERNAL when the frame has no JSON', async () => {
    const circular: { type: string; self?: unknown } = { type: 'a' };
    circular.self = circular;
    for (const frame of [circular, { type: 'a', big: 1n }])
      expect(await build(say(async () => frame)).call(message({ text: 'a' }))).toEqual(errorOf('INTERNAL'));
  });

  it('are counted, the refused and the failed ones apart', async () => {
    const failing = say(() => Promise.reject(new Error('secret')), 'fail');
    const { call, lines } = build(echo, failing);
    await call(message({ text: 7 }));
    await call(message({ text: 'a' }, 'fail'));
    const counted = lines().filter((line) => '_aws' in line);
    expect(counted).toEqual([
      expect.objectContaining({ MessagesReceived: 1, MessagesRefused: 1 }),
      expect.objectContaining({ MessagesReceived: 1, MessagesRefused: 1, MessagesFailed: 1 }),
    ]);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'event', code: 'INVALID', field: 'text' }),
    );
  });

  it('that take too long are answered UNAVAILABLE before the timeout, also when the handler goes on', async () => {
    const stubborn = build(say(() => new Promise(() => undefined)));
    expect(await stubborn.call(message({ text: 'a' }), 100)).toEqual(errorOf('UNAVAILABLE'));
  });

  it.each([131_072, 131_073])(
    'are answered with a frame of %i bytes, or INTERNAL above 128 KB',
    async (bytes) => {
      const empty = JSON.stringify({ type: 'a', text: '' }).length;
      const { call } = build(say(async () => ({ type: 'a', text: 'x'.repeat(bytes - empty) })));
      const { body } = await call(message({ text: 'a' }));
      expect(Buffer.byteLength(body ?? '')).toBe(bytes === 131_072 ? bytes : errorOf('INTERNAL').body.length);
    },
  );
});

describe('connections', () => {
  const open = (options: Partial<Parameters<typeof connectRoute>[0]> = {}) =>
    build(
      connectRoute({
        principal,
        query: z.object({ v: z.optional(z.literal('1')) }),
        handle: async () => ({ status: 200 }),
        ...options,
      }),
    );

  it.each([
    [200, {}, {}],
    [200, { Origin: 'https://chat.example' }, {}],
    [200, { origin: 'https://chat.example' }, { v: '1' }],
    [403, { origin: 'https://chat.example.evil' }, {}],
    [403, { Origin: 'http://chat.example' }, {}],
    [403, { ORIGIN: 'null' }, {}],
    [403, { Origin: '' }, {}],
    [400, { Origin: 'https://chat.example' }, { v: '2' }],
  ])('are answered %i with the headers %j and the query %j', async (statusCode, headers, query) => {
    const { call } = open({ origins: ['https://chat.example'] });
    expect(await call(buildConnectEvent({ headers, query, principal: KIM }))).toEqual({ statusCode });
  });

  it('without a principal of the shape are answered 401, and 403 when the handler says so', async () => {
    expect(await open().call(buildConnectEvent())).toEqual({ statusCode: 401 });
    const closed = open({ handle: async () => ({ status: 403 }) });
    expect(await closed.call(buildConnectEvent({ principal: KIM }))).toEqual({ statusCode: 403 });
  });

  it('get the chosen subprotocol, which must be an offered one', async () => {
    const chosen = open({ handle: async () => ({ status: 200, protocol: 'chat.v1' }) });
    const offering = (protocols: string) =>
      buildConnectEvent({ principal: KIM, headers: { 'sec-websocket-protocol': protocols } });
    expect(await chosen.call(offering('chat.v0,  chat.v1'))).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'chat.v1' },
    });
    expect(await chosen.call(offering('chat.v10'))).toEqual({ statusCode: 500 });
  });

  it.each([
    [500, new Error('secret')],
    [503, new UnavailableError('secret')],
  ])('whose handler throws are answered %i and nothing internal', async (statusCode, error) => {
    const { call, lines } = open({ handle: () => Promise.reject(error) });
    const event = buildConnectEvent({ principal: KIM, query: { v: '1', ticket: 'ticket-of-kim' } });
    expect(await call(event)).toEqual({ statusCode });
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'event failed', eventType: 'CONNECT' }),
    );
    expect(JSON.stringify(lines())).not.toContain('ticket-of-kim');
  });

  it('that take too long are answered 503 before the timeout', async () => {
    const { call } = open({ handle: () => new Promise(() => undefined) });
    expect(await call(buildConnectEvent({ principal: KIM }), 100)).toEqual({ statusCode: 503 });
  });

  it('that end are told by id and code, 500 when the handler throws', async () => {
    const ended: unknown[] = [];
    const { call } = build(disconnectRoute({ handle: async (each) => void ended.push(each) }));
    expect(await call(buildDisconnectEvent({ code: 1005, reason: 'x' }))).toEqual({ statusCode: 200 });
    expect(ended).toEqual([{ connectionId: 'TXzPWdnOjoECGjA=', requestId: REQUEST_ID, code: 1005 }]);
    const failing = build(disconnectRoute({ handle: () => Promise.reject(new Error('secret')) }));
    expect(await failing.call(buildDisconnectEvent())).toEqual({ statusCode: 500 });
  });

  it('of an event for another route are refused, and another kind of event is thrown', async () => {
    expect(await build(echo).call(buildConnectEvent({ principal: KIM }))).toEqual({ statusCode: 404 });
    const rest = buildRestEvent({ httpMethod: 'GET', resource: '/ranking' });
    await expect(build(echo).call(rest)).rejects.toThrow(InvalidEventError);
  });
});
