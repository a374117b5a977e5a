import { describe, expect, it } from '@jest/globals';
import type { Invoker } from '../lambda/function-config.ts';
import { createApi, OK, type Send } from './rest.fixture.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
describe('the proxy event', () => {
  it('is the one that API Gateway sends', async () => {
    const { send, events } = createApi(OK);
    const headers = {
      host: '127.0.0.1:4566',
      'user-agent': 'curl/8',
      accept: '*/*',
      connection: 'keep-alive',
    };
    const name = encodeURIComponent('홍 길동');
    await send({ path: `gomoku1234/prod/ranking/${name}?around=2&a=1&a=%ED%99%8D+x`, headers });
    const received = {
      Host: '127.0.0.1:4566',
      'User-Agent': 'curl/8',
      accept: '*/*',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': '4566',
      'X-Forwarded-Proto': 'http',
    };
    expect(events).toEqual([
      {
        resource: '/ranking/{player}',
        path: `/ranking/${name}`,
        httpMethod: 'GET',
        headers: received,
        multiValueHeaders: Object.fromEntries(Object.entries(received).map(([key, value]) => [key, [value]])),
        queryStringParameters: { around: '2', a: '홍 x' },
        multiValueQueryStringParameters: { around: ['2'], a: ['1', '홍 x'] },
        pathParameters: { player: name },
        stageVariables: null,
        requestContext: {
          resourceId: expect.stringMatching(/^[0-9a-z]{10}$/),
          resourcePath: '/ranking/{player}',
          httpMethod: 'GET',
          extendedRequestId: expect.any(String),
          requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          path: `/prod/ranking/${name}`,
          accountId: '000000000000',
          protocol: 'HTTP/1.1',
          stage: 'prod',
          domainPrefix: 'gomoku1234',
          requestTimeEpoch: expect.any(Number),
          requestId: 'request-1',
          identity: {
            cognitoIdentityPoolId: null,
            accountId: null,
            cognitoIdentityId: null,
            caller: null,
            sourceIp: '127.0.0.1',
            principalOrgId: null,
            accessKey: null,
            cognitoAuthenticationType: null,
            cognitoAuthenticationProvider: null,
            userArn: null,
            userAgent: 'curl/8',
            user: null,
          },
          domainName: '127.0.0.1:4566',
          apiId: 'gomoku1234',
        },
        body: null,
        isBase64Encoded: false,
      },
    ]);
  });

  it('has null for what is absent', async () => {
    const { send, events } = createApi(OK);
    await send();
    expect(events[0]).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
    });
  });

  it.each([
    ['as text', [], { body: 'é', isBase64Encoded: false }],
    ['as base64 when its type is binary', ['image/*'], { body: 'w6k=', isBase64Encoded: true }],
  ])('carries the body %s', async (_title, binaryMediaTypes, expected) => {
    const { send, events } = createApi(OK, { binaryMediaTypes });
    const headers = { 'content-type': 'image/png' };
    await send({ method: 'POST', path: 'gomoku1234/prod/upload', headers, body: 'é' });
    expect(events[0]).toMatchObject({ httpMethod: 'POST', ...expected });
  });

  it('has the variables of the stage', async () => {
    const { send, events } = createApi(OK, { stages: [{ name: 'prod', variables: { table: 'x' } }] });
    await send();
    expect(events[0]).toMatchObject({ stageVariables: { table: 'x' } });
  });
});

describe('headers of a request', () => {
  it('reach the function in the case in which they were sent, each with all of its values', async () => {
    const { send, events } = createApi(OK);
    const rawHeaders = [
      'host',
      'h',
      'tEsT-HEADeR',
      'aValUE',
      'X-Many',
      '1',
      'x-many',
      '2',
      'Connection',
      'close',
    ];
    await send({ rawHeaders, headers: { 'test-header': 'aValUE' } });
    expect(events[0]).toMatchObject({
      headers: { Host: 'h', 'tEsT-HEADeR': 'aValUE', 'X-Many': '2' },
      multiValueHeaders: { Host: ['h'], 'tEsT-HEADeR': ['aValUE'], 'X-Many': ['1', '2'] },
    });
    expect(Object.keys(Object(Object(events[0]).headers))).not.toContain('Connection');
  });
});

describe('slashes in a path', () => {
  const routes = [
    {
      httpMethod: 'GET',
      resourcePath: '/{proxy+}',
      integration: { type: 'AWS_PROXY' as const, functionName: 'f' },
    },
  ];
  it.each([
    ['gomoku1234/prod/a', '/a', 'a'],
    ['gomoku1234/prod/a/', '/a/', 'a'],
    ['gomoku1234/prod/a//b', '/a//b', 'a//b'],
    ['gomoku1234//prod/a', '/a', 'a'],
    ['gomoku1234/prod//a', '//a', '/a'],
    ['gomoku1234/prod/a/%2e%2e/b', '/a/%2e%2e/b', 'a/%2e%2e/b'],
    ['gomoku1234/prod/a/../b?x=/', '/a/../b', 'a/../b'],
  ])('reach the function as they were sent: %s', async (path, sent, proxy) => {
    const { send, events } = createApi(OK, { routes });
    expect((await send({ path })).status).toBe(200);
    expect(events[0]).toMatchObject({ path: sent, pathParameters: { proxy } });
  });

  it('are no value of a parameter', async () => {
    const { send, events } = createApi(OK);
    for (const path of ['gomoku1234/prod/ranking//', 'gomoku1234/prod//ranking'])
      expect((await send({ path })).status).toBe(403);
    expect(events).toEqual([]);
  });
});

describe('the answer', () => {
  it('is what the function says, with the ids of the request', async () => {
    const { send, logged } = createApi(
      '{"statusCode":201,"headers":{"X-A":"1"},"multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"x-b":["1","2"]},"body":"é"}',
    );
    expect(await send()).toEqual({
      status: 201,
      headers: {
        'Content-Type': 'application/json',
        'X-A': '1',
        'x-b': '1, 2',
        'Set-Cookie': ['a=1', 'b=2'],
        'x-amzn-requestid': 'request-1',
        'x-amz-apigw-id': expect.stringMatching(/^[\w-]{15}=$/),
      },
      body: 'é',
    });
    expect(logged).toMatchObject([
      {
        apiId: 'gomoku1234',
        stage: 'prod',
        context: { status: '201', responseLength: '2', path: '/prod/ranking', resourcePath: '/ranking' },
      },
    ]);
  });

  it.each([
    ['decoded for a client that accepts a binary type', 'image/png', Buffer.from([1, 2])],
    ['left as base64 for any other one', 'text/html', 'AQI='],
  ])('in base64 is %s', async (_title, accept, body) => {
    const answer =
      '{"statusCode":200,"headers":{"Content-Type":"image/png"},"body":"AQI=","isBase64Encoded":true}';
    const { send } = createApi(answer, { binaryMediaTypes: ['image/png'] });
    expect((await send({ headers: { accept } })).body).toEqual(body);
  });

  const failing = (name: string) => () => Promise.reject(Object.assign(new Error('no'), { name }));
  const erring = () =>
    Promise.resolve({ requestId: 'r', payload: OK, error: 'Unhandled' as const, logTail: '' });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  it.each<[string, Invoker['invoke'] | string, Send, number, string]>([
    ['an unknown route', OK, { path: 'gomoku1234/prod/other' }, 403, 'Missing Authentication Token'],
    ['an unknown method', OK, { method: 'POST' }, 403, 'Missing Authentication Token'],
    ['an unknown stage', OK, { path: 'gomoku1234/dev/ranking' }, 403, 'Forbidden'],
    ['an unknown API', OK, { path: 'other/prod/ranking' }, 403, 'Forbidden'],
    ['a body over 10 MB', OK, { body: Buffer.alloc(10 * 1024 * 1024 + 1) }, 413, 'Request Too Long'],
    ['a malformed answer', '[]', {}, 502, 'Internal server error'],
    ['a function error', erring, {}, 502, 'Internal server error'],
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
    ['a throttled function', failing('TooManyRequestsError'), {}, 500, 'Internal server error'],
    ['a function that cannot run', failing('Error'), {}, 500, 'Internal server error'],
    [
      'a function over the time limit',
      () => Promise.withResolvers<never>().promise,
      {},
      504,
      'Endpoint request timed out',
    ],
  ])('to %s', async (_title, invoke, request, status, message) => {
    const response = await createApi(invoke).send(request);
    expect({ status: response.status, body: response.body }).toEqual({
      status,
      body: JSON.stringify({ message }),
    });
    expect(response.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amzn-ErrorType': expect.stringMatching(/Exception$/),
      'x-amzn-requestid': 'request-1',
    });
  });
});

it('tells where a stage is served', () => {
  const { url } = createApi(OK);
  expect(url('gomoku1234', 'prod')).toBe('http://127.0.0.1:4566/_aws/execute-api/gomoku1234/prod/');
});
