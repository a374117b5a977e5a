import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import {
  created,
  InvalidEventError,
  ok,
  refusal,
  rest,
  type RestAnswer,
  route,
  unavailable,
  UnavailableError,
} from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const limit = z.pipe(
  z._default(z.string().check(z.regex(/^\d+$/, 'expected a whole number')), '100'),
  z.transform(Number),
);

function build(
  handle: (request: { path: { player: string }; query: { limit: number } }) => Promise<RestAnswer>,
) {
  const { log, metrics, lines } = recordLines();
  const path = z.object({ player: z.string() });
  const player = route({
    httpMethod: 'GET',
    resource: '/ranking/{player}',
    path,
    query: z.object({ limit }),
    handle,
  });
  return { handler: rest({ log, metrics, routes: [player] }), lines };
}

const call = (query?: Record<string, string>, player = 'kim') =>
  buildRestEvent({
    httpMethod: 'GET',
    resource: '/ranking/{player}',
    path: `/ranking/${player}`,
    pathParameters: { player },
    ...(query && { query }),
  });

describe('rest', () => {
  it('answers what the route answers, as JSON', async () => {
    const { handler, lines } = build(async ({ path, query }) => ok({ ...path, ...query }));
    const answer = await handler(call({ limit: '5' }), buildLambdaContext());
    expect(answer).toMatchObject({ statusCode: 200, body: '{"player":"kim","limit":5}' });
    expect(answer.headers['Content-Type']).toBe('application/json; charset=utf-8');
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'request', status: 200, resource: '/ranking/{player}' }),
    );
  });

  it('answers 400 that names the parameter', async () => {
    const { handler } = build(async () => ok({}));
    const answer = await handler(call({ limit: '-1' }), buildLambdaContext());
    expect(answer).toMatchObject({ statusCode: 400, body: '{"Error":"limit: expected a whole number"}' });
  });

  it('decodes path parameters, and answers 400 when they cannot be', async () => {
    const { handler } = build(async ({ path }) => ok(path));
    const hangul = call(undefined, encodeURIComponent('홍길동 100%'));
    expect((await handler(hangul, buildLambdaContext())).body).toBe('{"player":"홍길동 100%"}');
    expect(await handler(call(undefined, '%ff'), buildLambdaContext())).toMatchObject({ statusCode: 400 });
  });

  it('answers a refusal of the route, and 404 for another resource', async () => {
    const { handler } = build(async () => refusal(404, 'No such player'));
    expect(await handler(call(), buildLambdaContext())).toMatchObject({
      statusCode: 404,
      body: '{"Error":"No such player"}',
    });
    const other = buildRestEvent({ httpMethod: 'GET', resource: '/ranking' });
    expect(await handler(other, buildLambdaContext())).toMatchObject({
      statusCode: 404,
      body: '{"Error":"No such resource"}',
    });
  });

  it.each(['POST', 'PATCH', 'get', '__proto__'])(
    'answers %s with 405 and what is allowed',
    async (method) => {
      const { handler } = build(async () => ok({}));
      const answer = await handler({ ...call(), httpMethod: method }, buildLambdaContext());
      expect(answer).toMatchObject({ statusCode: 405, headers: { Allow: 'GET, HEAD, OPTIONS' } });
      expect(answer.body).toBe('{"Error":"httpMethod: expected one of GET, HEAD, OPTIONS"}');
    },
  );

  it('answers HEAD with the headers of GET and no body', async () => {
    const { handler } = build(async ({ path }) => ok(path));
    const get = await handler(call(), buildLambdaContext());
    const head = await handler({ ...call(), httpMethod: 'HEAD' }, buildLambdaContext());
    expect(head).toEqual({ ...get, body: '' });
  });

  it('takes the path for the resource of an event that names none', async () => {
    const { log, metrics } = recordLines();
    const hello = route({ httpMethod: 'GET', resource: '/hello', handle: async () => ok('Hello') });
    const handler = rest({ log, metrics, routes: [hello] });
    for (const resource of [undefined, null]) {
      const event = { path: '/hello', httpMethod: 'GET', ...(resource === null && { resource }) };
      expect(await handler(event, buildLambdaContext())).toMatchObject({ statusCode: 200, body: '"Hello"' });
    }
  });

  it('refuses an event that is none of a REST API', async () => {
    const { handler } = build(async () => ok({}));
    const refused = handler({ key1: 'value1' }, buildLambdaContext());
    await expect(refused).rejects.toThrow(InvalidEventError);
    await expect(refused).rejects.toThrow('path: missing; httpMethod: missing');
  });

  it('adds the headers of an answer: where it is, when to try again', async () => {
    const at = build(async () => created({ id: 7 }, { Location: '/ranking/7' })).handler;
    expect(await at(call(), buildLambdaContext())).toMatchObject({
      statusCode: 201,
      headers: { Location: '/ranking/7', 'Content-Type': 'application/json; charset=utf-8' },
      body: '{"id":7}',
    });
    const later = build(async () => unavailable('No unicorn is free', 2.1)).handler;
    expect(await later(call(), buildLambdaContext())).toMatchObject({
      statusCode: 503,
      headers: { 'Retry-After': '3' },
      body: '{"Error":"No unicorn is free"}',
    });
    const now = build(async () => unavailable({ Error: 'No unicorn is free', Free: 0 }, -1)).handler;
    expect(await now(call(), buildLambdaContext())).toMatchObject({
      headers: { 'Retry-After': '1' },
      body: '{"Error":"No unicorn is free","Free":0}',
    });
  });

  it.each([
    [new Error('password=hunter2'), 500, 'Internal error'],
    [new UnavailableError('10.0.0.7 refused'), 503, 'Temporarily unavailable, try again'],
  ])('answers %s with a reference to the log and nothing internal', async (error, statusCode, Error) => {
    const { handler, lines } = build(() => Promise.reject(error));
    const answer = await handler(call(), buildLambdaContext({ awsRequestId: 'request-7' }));
    expect(answer.statusCode).toBe(statusCode);
    expect(JSON.parse(answer.body)).toEqual({ Error, Reference: 'request-7' });
    expect(lines()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: 'request-7',
        error: expect.objectContaining({ name: error.name, message: error.message }),
      }),
    );
  });

  it('answers 503 when a client says of the abort only that it was one', async () => {
    const player = route({
      httpMethod: 'GET',
      resource: '/ranking/{player}',
      handle: (_request, signal) => delay(60_000, ok({}), { signal }),
    });
    const { log, metrics, lines } = recordLines();
    const context = buildLambdaContext({ remainingMs: 200 });
    const answer = await rest({ log, metrics, routes: [player] })(call(), context);
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(lines()[0]).toMatchObject({ error: { name: 'DeadlineError' } });
  });

  it('answers 503 before the timeout when the route does not settle', async () => {
    const { handler } = build(() => new Promise(() => undefined));
    const context = buildLambdaContext({ remainingMs: 200 });
    // Timers of one process run in the order in which they are due, however late.
    const timeout = delay(context.getRemainingTimeInMillis(), 'timed out');
    expect(await Promise.race([handler(call(), context), timeout])).toMatchObject({ statusCode: 503 });
  });
});
