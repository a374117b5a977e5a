import { describe, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { ok, refusal, rest, route, UnavailableError, type RestAnswer } from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

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
    const other = buildRestEvent({ httpMethod: 'POST', resource: '/ranking/{player}' });
    expect(await handler(other, buildLambdaContext())).toMatchObject({ statusCode: 404 });
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
        error: { name: error.name, message: error.message },
      }),
    );
  });

  it('answers 503 before the timeout when the route does not settle', async () => {
    const { handler } = build(() => new Promise(() => undefined));
    const context = buildLambdaContext({ remainingMs: 200 });
    expect(await handler(call(), context)).toMatchObject({ statusCode: 503 });
    expect(context.getRemainingTimeInMillis()).toBeGreaterThan(0);
  });
});
