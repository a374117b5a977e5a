import { afterEach, describe, expect, it } from '@jest/globals';
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import type { ClientOptions } from 'ws';
import { type Run, route, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const refused = (status: number) => `Unexpected server response: ${status}`;
const policy = (Effect: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
});
const METHOD = 'arn:aws:execute-api:us-east-1:000000000000:chat123456/prod/$connect';

describe('$connect', () => {
  it.each<[string, number, Run]>([
    ['answers 401', 401, () => ({ statusCode: 401 })],
    ['answers 403', 403, () => ({ statusCode: 403, body: 'no' })],
    ['throws', 502, () => Promise.reject(new Error('no'))],
    ['answers nothing', 502, () => null],
  ])('that %s refuses with %d, and nothing is open', async (_, status, run) => {
    api = await serveApi({ connect: run });
    await expect(api.connect()).rejects.toThrow(refused(status));
    expect(api.events).toHaveLength(1);
  });

  it('chooses the subprotocol', async () => {
    api = await serveApi({
      connect: () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'chat.2' } }),
    });
    expect((await api.connect('', { protocols: ['chat.1', 'chat.2'] })).protocol).toBe('chat.2');
  });

  it('is no duty: an API without it takes every connection', async () => {
    api = await serveApi({}, { routes: [] });
    expect((await api.connect()).readyState).toBe(1);
  });

  it('cannot post to its own connection yet', async () => {
    let problem: unknown;
    api = await serveApi({
      connect: async ({ requestContext: { connectionId: ConnectionId } }) => {
        const post = new PostToConnectionCommand({ ConnectionId, Data: 'x' });
        problem = await api
          .client()
          .send(post)
          .catch((error: unknown) => error);
        return { statusCode: 200 };
      },
    });
    await api.connect();
    expect(problem).toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } });
  });

  it.each<[string, number, ClientOptions]>([
    ['a page of another site', 403, { origin: 'https://evil.example' }],
    ['a name that is not of this machine', 403, { headers: { host: 'rebound.example' } }],
    ['an older protocol', 400, { protocolVersion: 8 }],
  ])('refuses %s before a function runs', async (_, status, options) => {
    api = await serveApi();
    await expect(api.connect('', options)).rejects.toThrow(refused(status));
    expect(api.events).toEqual([]);
  });

  it('has a URL of 4,096 characters at most', async () => {
    api = await serveApi();
    const query = `?${'q'.repeat(4_096 - '/prod?'.length)}`;
    await api.connect(query);
    await expect(api.connect(`${query}q`)).rejects.toThrow(refused(414));
    expect(api.events).toHaveLength(1);
  });

  it('lets in a page of this machine', async () => {
    api = await serveApi();
    await api.connect('', { origin: 'http://localhost:5173' });
    expect(api.events[0]).toMatchObject({ headers: { Origin: 'http://localhost:5173' } });
  });

  it.each(['', '/other', '/deeper/path'])('refuses the path that ends in prod%s as unknown', async (path) => {
    api = await serveApi();
    if (path === '') await api.connect('/');
    else await expect(api.connect(path)).rejects.toThrow(refused(403));
  });
});

describe('the authorizer', () => {
  const sources = [
    { place: 'querystring', name: 'token' },
    { place: 'header', name: 'X-Key' },
  ] as const;
  const start = async (auth: Run, identitySources: readonly (typeof sources)[number][] = []) => {
    const authorizer = { functionName: 'auth', identitySources };
    api = await serveApi(
      { auth },
      {
        routes: [route('$connect', { authorizer }), route('$disconnect'), route('$default')],
      },
    );
  };

  it('is given the request and the ARN, and what it says is on every later event', async () => {
    await start(() => ({
      ...{ principalId: 'user', policyDocument: policy('Allow', METHOD) },
      context: { name: '이름', age: 5, admin: true },
    }));
    const socket = await api.connect('?token=a');
    socket.send('x');
    await api.eventOf('$default');
    socket.close();
    await api.eventOf('$disconnect');
    const [asked, ...later] = api.events;
    expect(asked).toMatchObject({
      ...{ type: 'REQUEST', methodArn: METHOD, queryStringParameters: { token: 'a' } },
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', apiId: 'chat123456' },
    });
    expect(asked).not.toHaveProperty('pathParameters');
    const authorizer = {
      ...{ principalId: 'user', name: '이름', age: 5, admin: true },
      integrationLatency: expect.any(Number),
    };
    expect(later.map(({ requestContext }) => requestContext['authorizer'])).toEqual([
      authorizer,
      authorizer,
      authorizer,
    ]);
  });

  const allow = { principalId: 'u', policyDocument: policy('Allow', '*') };
  it.each<[string, number, Run]>([
    ['throws Unauthorized', 401, () => Promise.reject(new Error('Unauthorized'))],
    ['throws anything else', 500, () => Promise.reject(new Error('unauthorized'))],
    ['denies', 403, () => ({ principalId: 'u', policyDocument: policy('Deny', '*') })],
    ['allows another stage', 403, () => ({ ...allow, policyDocument: policy('Allow', `${METHOD}x`) })],
    ['answers no policy', 500, () => ({ principalId: 'u' })],
    ['answers nothing', 500, () => null],
    ['answers a context with a list', 500, () => ({ ...allow, context: { list: [1] } })],
    ['answers more than 8 KB', 500, () => ({ ...allow, context: { long: 'x'.repeat(8_192) } })],
  ])('that %s refuses with %d, and $connect does not run', async (_, status, auth) => {
    await start(auth);
    await expect(api.connect()).rejects.toThrow(refused(status));
    expect(api.events).toHaveLength(1);
  });

  it.each<[string, string, Record<string, string>]>([
    ['has none of them', '', {}],
    ['lacks the header', '?token=a', {}],
    ['lacks the parameter', '', { 'x-key': 'k' }],
    ['has an empty parameter', '?token=', { 'x-key': 'k' }],
  ])('is not asked when the request %s of the identity sources: 401', async (_, query, headers) => {
    await start(() => allow, sources);
    await expect(api.connect(query, { headers })).rejects.toThrow(refused(401));
    expect(api.events).toEqual([]);
  });

  it('is asked when the request has every identity source', async () => {
    await start(() => allow, sources);
    await api.connect('?token=a', { headers: { 'x-key': 'k' } });
    expect(api.events).toHaveLength(2);
  });
});
