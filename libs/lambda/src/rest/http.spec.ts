import { describe, expect, it } from '@jest/globals';
import { callerId, cognitoClaims } from '@hanok/events';
import { buildHttpEvent, buildRestEvent, type HttpCall } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { http, InvalidEventError, ok, route, type RestAnswer, UnavailableError } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const context = buildLambdaContext();
const params = z.record(z.string(), z.string());
/** Answers which route ran, with what it read of the path. */
const said = (httpMethod: string, resource: string) =>
  route({ httpMethod, resource, path: params, handle: async ({ path }) => ok({ resource, ...path }) });

const { log, metrics } = recordLines();
const handler = http({
  ...{ log, metrics },
  cors: { origins: ['https://notes.example'] },
  routes: [
    said('GET', '/'),
    said('GET', '/notes'),
    said('GET', '/notes/{id}'),
    said('GET', '/notes/latest'),
    said('GET', '/notes/{id}/lines/{line}'),
    said('GET', '/files/{path+}'),
    route({
      ...{ httpMethod: 'POST', resource: '/notes', claims: cognitoClaims, idempotencyKey: true },
      body: z.object({ Text: z.string() }),
      query: z.object({ tag: z.optional(z.string()) }),
      handle: async ({ body, query, claims, idempotencyKey, header }) =>
        ok({ ...body, ...query, by: callerId(claims), idempotencyKey, cookie: header('Cookie') }),
    }),
    route({
      ...{ httpMethod: 'GET', resource: '/broken' },
      handle: async (): Promise<RestAnswer> => {
        throw new UnavailableError('10.0.0.7 refuses');
      },
    }),
  ],
});

async function call(request: HttpCall) {
  const { statusCode, body, headers } = await handler(buildHttpEvent(request), context);
  return { statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
}

describe('a request to a function URL goes to the route whose resource its path fits', () => {
  it.each([
    ['/', { resource: '/' }],
    ['/notes', { resource: '/notes' }],
    ['/notes/latest', { resource: '/notes/latest' }],
    ['/notes/7', { resource: '/notes/{id}', id: '7' }],
    ['/notes/a%2Fb%20%ED%95%9C', { resource: '/notes/{id}', id: 'a/b 한' }],
    ['/notes/7/lines/1', { resource: '/notes/{id}/lines/{line}', id: '7', line: '1' }],
    ['/files/a/b%20c.txt', { resource: '/files/{path+}', path: 'a/b c.txt' }],
  ])('%s', async (path, body) => {
    expect(await call({ method: 'GET', path })).toMatchObject({ statusCode: 200, body });
  });

  it.each(['/notes/', '/notes/7/lines', '/files', '/files/', '/Notes', '//notes', '/nothing'])(
    '%s fits none: 404',
    async (path) => {
      expect(await call({ method: 'GET', path })).toMatchObject({ statusCode: 404 });
    },
  );

  it('a path that is no percent-encoded UTF-8 is answered 400', async () => {
    const answer = await call({ method: 'GET', path: '/notes/%E0%A4%A' });
    expect(answer).toMatchObject({
      statusCode: 400,
      body: { Error: 'path: expected percent-encoded UTF-8' },
    });
  });

  it('another method is answered 405 with those of the resource', async () => {
    const { statusCode, headers } = await call({ method: 'DELETE', path: '/notes' });
    expect([statusCode, headers['Allow']]).toEqual([405, 'GET, POST, HEAD, OPTIONS']);
  });
});

describe('a request to an HTTP API', () => {
  it('goes to the route that the API names; its parameters are decoded already', async () => {
    const request = { method: 'GET', routeKey: 'GET /notes/{id}', path: '/notes/a/b' };
    const answer = await call({ ...request, pathParameters: { id: '100%/b' } });
    expect(answer.body).toEqual({ resource: '/notes/{id}', id: '100%/b' });
  });

  it('of the stage prod has it first in its path', async () => {
    const answer = await call({
      method: 'GET',
      routeKey: 'ANY /{proxy+}',
      stage: 'prod',
      path: '/prod/notes/50% off',
    });
    expect(answer.body).toEqual({ resource: '/notes/{id}', id: '50% off' });
  });

  it.each([
    ['/prod', '/'],
    ['/prod/', '/'],
    ['/product', undefined],
  ])('of that stage for %s goes to %s', async (path, resource) => {
    const answer = await call({ method: 'GET', routeKey: '$default', stage: 'prod', path });
    expect(answer.statusCode).toBe(resource === undefined ? 404 : 200);
    expect(answer.body.resource).toBe(resource);
  });

  it('without a stage of a name keeps its path', async () => {
    expect(await call({ method: 'GET', routeKey: '$default', path: '/$default/notes' })).toMatchObject({
      statusCode: 404,
    });
  });

  const post = {
    ...{
      method: 'POST',
      routeKey: 'POST /notes',
      path: '/notes',
      claims: { sub: '1', 'cognito:username': 'kim' },
    },
    ...{ query: { tag: 'a,b' }, headers: { 'idempotency-key': 'k1' }, cookies: ['a=1', 'b=2'] },
  };

  it('hands over claims, query, headers, cookies and body', async () => {
    const body = { Text: '한글', tag: 'a,b', by: 'sub:1', idempotencyKey: 'k1', cookie: 'a=1; b=2' };
    const encoded = Buffer.from('{"Text":"한글"}').toString('base64');
    expect(await call({ ...post, body: '{"Text":"한글"}' })).toMatchObject({ statusCode: 200, body });
    expect(await call({ ...post, body: encoded, isBase64Encoded: true })).toMatchObject({ body });
  });

  it('without claims is answered 401, with a bad body 400 that names the field', async () => {
    expect(await call({ ...post, claims: { sub: 1 }, body: '{}' })).toMatchObject({ statusCode: 401 });
    const refused = await call({ ...post, body: '{}' });
    expect(refused).toMatchObject({ statusCode: 400, body: { Error: 'Text: missing' } });
  });

  it('learns nothing internal of a failure', async () => {
    const { statusCode, body } = await call({ method: 'GET', path: '/broken' });
    expect([statusCode, body.Error]).toEqual([503, 'Temporarily unavailable, try again']);
  });

  it('of a page gets the headers of CORS', async () => {
    const { headers } = await call({
      method: 'GET',
      path: '/notes',
      headers: { origin: 'https://notes.example' },
    });
    expect(headers['Access-Control-Allow-Origin']).toBe('https://notes.example');
  });
});

it('an event of a REST API is refused by name', async () => {
  const event = buildRestEvent({ httpMethod: 'GET', resource: '/notes' });
  await expect(handler(event, context)).rejects.toThrow(InvalidEventError);
});
