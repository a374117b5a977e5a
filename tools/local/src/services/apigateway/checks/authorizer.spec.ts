import { describe, expect, it } from '@jest/globals';
import type { RestRoute, RouteAuthorizer } from '../rest-config.ts';
import { createApi, OK } from '../rest.fixture.ts';

function ride(authorizer: Partial<RouteAuthorizer> = {}): RestRoute {
  return {
    httpMethod: 'POST',
    resourcePath: '/ride',
    authorizer: { poolArns: ['arn:pool'], scopes: [], header: 'authorization', ...authorizer },
    integration: { type: 'AWS_PROXY', functionName: 'request-unicorn' },
  };
}

const PATH = 'gomoku1234/prod/ride';
const signedIn = { method: 'POST', path: PATH, headers: { authorization: 'Token kim' } };

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
describe('a method with an authorizer', () => {
  it('hands the claims to the function', async () => {
    const { send, events } = createApi(OK, { routes: [ride()] });
    expect((await send(signedIn)).status).toBe(200);
    expect(events).toMatchObject([
      { requestContext: { authorizer: { claims: { sub: 'kim', scopes: '' } } } },
    ]);
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Token ?' }],
    ['the token in another header', { 'x-token': 'Token kim' }],
  ])('answers 401 to %s, and neither runs the function nor reads the body', async (_title, headers) => {
    const { send, events, logged } = createApi(OK, { routes: [ride()] });
    const body = Buffer.alloc(11 * 1024 * 1024);
    const response = await send({ ...signedIn, headers, body });
    expect(response).toMatchObject({
      status: 401,
      headers: { 'x-amzn-ErrorType': 'UnauthorizedException' },
      body: '{"message":"Unauthorized"}',
    });
    expect(events).toEqual([]);
    expect(logged).toMatchObject([{ context: { status: '401', resourcePath: '/ride' } }]);
    expect(JSON.stringify(logged)).not.toContain('Token');
  });

  it('takes the token from the header that the authorizer names, and asks for its scopes', async () => {
    const routes = [ride({ header: 'x-token', scopes: ['rides/write'] })];
    const { send, events } = createApi(OK, { routes });
    expect((await send(signedIn)).status).toBe(401);
    expect((await send({ ...signedIn, headers: { 'x-token': 'Token kim' } })).status).toBe(200);
    expect(events).toMatchObject([{ requestContext: { authorizer: { claims: { scopes: 'rides/write' } } } }]);
  });

  it('leaves other methods of its path open, as a preflight must be', async () => {
    const { resourcePath, integration } = ride();
    const preflight: RestRoute = { httpMethod: 'OPTIONS', resourcePath, integration };
    const { send, events } = createApi(OK, { routes: [ride(), preflight] });
    expect((await send({ method: 'OPTIONS', path: PATH })).status).toBe(200);
    expect(events[0]).not.toHaveProperty('requestContext.authorizer');
  });

  it('of another pool does not take the token', async () => {
    const { send } = createApi(OK, { routes: [ride({ poolArns: ['arn:other'] })] });
    expect((await send(signedIn)).status).toBe(401);
  });
});
