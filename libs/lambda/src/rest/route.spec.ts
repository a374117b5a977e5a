import { describe, expect, it } from '@jest/globals';
import { cognitoClaims } from '@hanok/events';
import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { ok, rest, route } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const USER = { sub: '5f0e', 'cognito:username': 'kim', email: 'kim@example.com' };
const call: RestCall = {
  httpMethod: 'POST',
  resource: '/ride/{id}',
  pathParameters: { id: '7' },
  query: { seats: '2' },
  claims: USER,
  body: '{"to":"here"}',
};

function build() {
  const { log, metrics, lines } = recordLines();
  const ride = route({
    httpMethod: 'POST',
    resource: '/ride/{id}',
    path: z.object({ id: z.string() }),
    query: z.object({ seats: z.enum(['1', '2']) }),
    body: z.object({ to: z.string() }),
    claims: cognitoClaims,
    idempotencyKey: true,
    handle: async ({ header, ...request }) => ok({ ...request, agent: header('USER-agent') }),
  });
  const handler = rest({ log, metrics, routes: [ride] });
  return {
    lines,
    send: async (changes: object) => {
      const event = { ...buildRestEvent(call), ...changes };
      const { statusCode, body } = await handler(event, buildLambdaContext({ awsRequestId: 'request-7' }));
      return { status: statusCode, body: JSON.parse(body) };
    },
  };
}
const { send } = build();
const errorOf = async (changes: object) => (await send(changes)).body.Error;
const claims = (value: unknown) => ({ requestContext: { authorizer: { claims: value } } });

describe('a route', () => {
  it('hands over what it asks for, and nothing else of the claims', async () => {
    const headers = { 'User-Agent': 'curl', 'idempotency-key': 'a b' };
    expect(await send({ headers })).toEqual({
      status: 200,
      body: {
        path: { id: '7' },
        query: { seats: '2' },
        body: { to: 'here' },
        claims: { sub: '5f0e', 'cognito:username': 'kim' },
        idempotencyKey: 'a b',
        requestId: 'request-7',
        agent: 'curl',
      },
    });
  });

  it('hands over the claims of an access token as those of an ID token', async () => {
    const { body } = await send(claims({ sub: '5f0e', username: 'kim', scope: 'rides/write' }));
    expect(body.claims).toEqual({ sub: '5f0e', 'cognito:username': 'kim' });
  });

  it('hands over nothing that it does not ask for', async () => {
    const { log, metrics } = recordLines();
    const plain = route({
      httpMethod: 'POST',
      resource: '/ride/{id}',
      handle: async (request) => {
        // @ts-expect-error The type has no part either that no schema is given for.
        expect([request.path, request.query, request.body, request.claims]).toEqual(Array(4));
        return ok(Object.keys(request));
      },
    });
    const answer = await rest({ log, metrics, routes: [plain] })(buildRestEvent(call), buildLambdaContext());
    expect(JSON.parse(answer.body)).toEqual(['requestId', 'header']);
  });

  it.each([
    ['no context', { requestContext: null }],
    ['no authorizer', { requestContext: {} }],
    ['a null authorizer', { requestContext: { authorizer: null } }],
    ['no claims', claims(undefined)],
    ['null for claims, as an HTTP API sends', claims(null)],
    ['the context of a Lambda authorizer', { requestContext: { authorizer: { principalId: 'kim' } } }],
    ['claims as text', claims('{"cognito:username":"kim"}')],
    ['no user name', claims({ sub: '5f0e' })],
    ['an empty user name', claims({ 'cognito:username': '' })],
    ['a list for a user name', claims({ 'cognito:username': ['kim'] })],
    ['a sub of no length', claims({ ...USER, sub: '' })],
    ['null for a sub', claims({ ...USER, sub: null })],
    ['a sub that is too long', claims({ ...USER, sub: 'a'.repeat(129) })],
    ['an inherited user name', claims(JSON.parse('{"__proto__":{"cognito:username":"kim"}}'))],
  ])('answers 401 before it looks at anything else: %s', async (_case, changes) => {
    const bad = { pathParameters: { id: '%ff' }, queryStringParameters: null, body: 'nonsense' };
    expect(await send({ ...bad, ...changes })).toEqual({
      status: 401,
      body: { Error: 'Authorization: missing or not accepted' },
    });
  });

  it('names every field at fault, in path, query, header and body', async () => {
    const headers = { 'Idempotency-Key': '' };
    expect(await send({ queryStringParameters: null, headers, body: '{}' })).toEqual({
      status: 400,
      body: {
        Error:
          'seats: expected one of 1, 2; Idempotency-Key: expected 1 to 255 printable ASCII characters; to: missing',
      },
    });
  });

  it.each([
    ['nothing', null, 'body: missing'],
    ['empty text', '', 'body: missing'],
    ['text that is not JSON', 'to=here', 'body: not valid JSON'],
    ['a byte order mark', '\ufeff{"to":"here"}', 'body: not valid JSON'],
    ['a key twice', '{"to":"here","to":"there"}', 'body: a key stands twice'],
    ['a list', '[]', 'body: expected object'],
    ['null', 'null', 'body: expected object'],
    ['text in text', '"{}"', 'body: expected object'],
    ['100,000 brackets', '['.repeat(100_000), 'body: not valid JSON'],
    ['an inherited field', '{"__proto__":{"to":"here"}}', 'to: missing'],
  ])('answers 400 for the body: %s', async (_case, body, reason) => {
    expect(await errorOf({ body })).toBe(reason);
    const encoded = body === null ? null : Buffer.from(body).toString('base64');
    expect(await errorOf({ body: encoded, isBase64Encoded: true })).toBe(reason);
  });

  it('decodes a base64 body, and answers 400 when its bytes are not UTF-8', async () => {
    const body = Buffer.from('{"to":"한옥"}').toString('base64');
    expect((await send({ body, isBase64Encoded: true })).body.body).toEqual({ to: '한옥' });
    const latin = Buffer.from('{"to":"caf\u00e9"}', 'latin1').toString('base64');
    expect(await errorOf({ body: latin, isBase64Encoded: true })).toBe('body: expected UTF-8');
  });

  it('reads Idempotency-Key in any case: 1 to 255 printable ASCII characters', async () => {
    const names = fc.mixedCase(fc.constant('idempotency-key'));
    const keys = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 });
    await fc.assert(
      fc.asyncProperty(names, keys, async (name, key) => {
        expect((await send({ headers: { [name]: key } })).body.idempotencyKey).toBe(key);
      }),
    );
    expect((await send({ headers: null })).body).not.toHaveProperty('idempotencyKey');
  });

  it.each(['a'.repeat(256), 'tab\there', 'line\nbreak', 'del\x7f', 'é', '열쇠', '\0'])(
    'answers 400 for the Idempotency-Key %j',
    async (key) => {
      expect(await errorOf({ headers: { 'Idempotency-Key': key } })).toBe(
        'Idempotency-Key: expected 1 to 255 printable ASCII characters',
      );
    },
  );

  it('logs one line per request, without query, body, claims or key', async () => {
    const { send, lines } = build();
    const headers = { Authorization: 'token-5', 'Idempotency-Key': 'key-5' };
    await send({ headers });
    await send({ headers, ...claims({ sub: 'sub-5', 'cognito:username': '' }) });
    await send({ headers, queryStringParameters: { seats: 'query-5' }, body: '"body-5"' });
    const logged = lines().filter((line) => 'level' in line);
    expect(logged.map(({ status }) => status)).toEqual([200, 401, 400]);
    expect(JSON.stringify(lines())).not.toMatch(/-5|kim|here/);
  });
});

it('a route with answers of its own for refused requests gives these, whatever is wrong with the body', async () => {
  const { log, metrics } = recordLines();
  const old = route({
    httpMethod: 'POST',
    resource: '/matchrequest',
    body: z.object({ PlayerName: z.string() }),
    refuse: (status, reason) => ok({ TicketId: 'MatchError', status, reason }),
    handle: async () => ok({ TicketId: 'a' }),
  });
  const handler = rest({ log, metrics, routes: [old] });
  const post = async (body?: string) => {
    const event = buildRestEvent({
      ...{ httpMethod: 'POST', resource: '/matchrequest' },
      ...(body !== undefined && { body }),
    });
    const answer = await handler(event, buildLambdaContext());
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };
  expect(await post('{"PlayerName":"a"}')).toEqual({ status: 200, TicketId: 'a' });
  const refused = { status: 400, TicketId: 'MatchError' };
  expect(await post('{}')).toEqual({ ...refused, reason: 'PlayerName: missing' });
  expect(await post()).toEqual({ ...refused, reason: 'body: missing' });
  expect(await post('{')).toEqual({ ...refused, reason: 'body: not valid JSON' });
});
