import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { httpEvent, parseInput } from '@hanok/events';
import type { GatewayRequest } from '../../gateway/service.ts';
import { TooManyRequestsError } from '../lambda/errors.ts';
import type { InvokePermission } from '../lambda/lambda-uses.ts';
import { lambdaPermission } from '../lambda/resources/lambda-permission.ts';
import { createFunctionUrls, functionUrl } from './function-urls.ts';

const GATEWAY_URL = 'http://127.0.0.1:4566';
const place = { region: 'us-east-1', accountId: '000000000000', gatewayUrl: GATEWAY_URL };
const resource = { stackName: 'Visits', logicalId: 'Url', place, zipFile: () => '' };
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:count-visits';

/** A function with a URL that answers this text, and the events that it got. */
function open(answer: string | Error) {
  const events: unknown[] = [];
  const urls = createFunctionUrls({
    gatewayUrl: GATEWAY_URL,
    invoker: {
      invoke: async (_, payload) => {
        events.push(JSON.parse(payload));
        if (answer instanceof Error) throw answer;
        return { requestId: 'r', payload: answer, logTail: '' };
      },
    },
  });
  const url = urls.add('0123', 'count-visits');
  const send = (path: string, more: Partial<GatewayRequest> = {}, base = url) =>
    urls.site.serve({
      ...{ id: 'request-1', method: 'GET', url: new URL(base + path), target: new URL(base).pathname + path },
      ...{ headers: { host: '127.0.0.1:4566' }, body: Buffer.alloc(0), signal: AbortSignal.timeout(9_999) },
      ...more,
    });
  return { urls, url, send, events };
}

describe('a function URL', () => {
  it('hands on a request as payload version 2.0, which the schema of the handlers takes', async () => {
    const { url, send, events } = open('{"statusCode":201,"body":"made"}');
    expect(url).toBe('http://127.0.0.1:4566/_aws/lambda-url/0123/');
    const headers = {
      host: '127.0.0.1:4566',
      cookie: 'a=1; b=2',
      'content-type': 'application/json',
      'x-two': '1',
    };
    const answered = await send('notes/%ED%95%9C//1?n=1&n=2', {
      method: 'POST',
      headers,
      body: Buffer.from('{"a":1}'),
    });
    expect(answered).toMatchObject({ status: 201, body: 'made' });
    expect(parseInput(httpEvent, events[0])).toMatchObject({ ok: true });
    expect(events[0]).toMatchObject({
      ...{ version: '2.0', routeKey: '$default', rawPath: '/notes/%ED%95%9C//1', rawQueryString: 'n=1&n=2' },
      ...{ cookies: ['a=1', 'b=2'], queryStringParameters: { n: '1,2' }, headers: { 'x-two': '1' } },
      requestContext: { http: { method: 'POST', path: '/notes/%ED%95%9C//1' }, requestId: 'request-1' },
      ...{ body: '{"a":1}', isBase64Encoded: false },
    });
    expect(JSON.stringify(events[0])).not.toContain('"cookie"');
  });

  it('reads a body as it comes in, and hands on bytes in Base64', async () => {
    const { send, events } = open('{"statusCode":204}');
    const headers = { 'content-type': 'image/png' };
    await send('', {
      method: 'PUT',
      headers,
      stream: Readable.from([Buffer.from([255, 0]), Buffer.from([1])]),
    });
    expect(events).toMatchObject([{ rawPath: '/', body: '/wAB', isBase64Encoded: true }]);
  });

  it('refuses a body of more than 6 MB with 413, before the function runs', async () => {
    const { send, events } = open('{"statusCode":200}');
    const half = Buffer.alloc(3 * 1024 * 1024);
    expect(await send('', { stream: Readable.from([half, half]) })).toMatchObject({ status: 200 });
    expect(await send('', { stream: Readable.from([half, half, 'a']) })).toMatchObject({ status: 413 });
    expect(events).toHaveLength(1);
  });

  it.each([
    ['{"statusCode":302,"headers":{"Location":"/a"},"cookies":["a=1","b=2"]}', 302, ''],
    ['{"statusCode":"200","body":"/wAB","isBase64Encoded":true}', 200, Buffer.from([255, 0, 1])],
    ['{"Id":"1"}', 200, '{"Id":"1"}'],
    ['"text"', 200, 'text'],
    ['null', 200, 'null'],
    ['{"statusCode":99}', 502, 'Internal Server Error'],
    ['{"statusCode":200,"body":{}}', 502, 'Internal Server Error'],
  ])('answers %s as Lambda does', async (payload, status, body) => {
    expect(await open(payload).send('')).toMatchObject({ status, body });
  });

  it('keeps cookies apart, and headers of the connection to itself', async () => {
    const headers = { 'X-Own': 1, 'Content-Length': '999', Connection: 'close' };
    const { send } = open(JSON.stringify({ statusCode: 200, headers, cookies: ['a=1', 'b=2'] }));
    expect((await send('')).headers).toEqual({
      ...{ 'content-type': 'application/json', 'x-own': '1', 'set-cookie': ['a=1', 'b=2'] },
    });
  });

  it('answers 403 for an id that no function has, 429 when it is throttled and 502 when it fails', async () => {
    const { send, events } = open('{}');
    expect(await send('', {}, `${GATEWAY_URL}/_aws/lambda-url/4567/`)).toMatchObject({ status: 403 });
    expect(events).toEqual([]);
    expect(await open(new TooManyRequestsError('count-visits')).send('')).toMatchObject({ status: 429 });
    expect(await open(new Error('stopped')).send('')).toMatchObject({ status: 502 });
  });
});

describe('a function URL of a template', () => {
  it('is below an id that stays the same, and has the ARN of its function', async () => {
    const { urls } = open('{}');
    const create = () =>
      functionUrl.create({ TargetFunctionArn: FUNCTION_ARN, AuthType: 'NONE' }, resource, urls);
    const made = await create();
    expect(made).toMatchObject({ ref: FUNCTION_ARN, attributes: { FunctionArn: FUNCTION_ARN } });
    expect(made.attributes['FunctionUrl']).toMatch(
      /^http:\/\/127\.0\.0\.1:4566\/_aws\/lambda-url\/[0-9a-f]{32}\/$/,
    );
    expect(await create()).toEqual(made);
  });

  it.each([
    [{ AuthType: 'AWS_IAM' }, 'property "AuthType" is invalid: must be NONE'],
    [
      { AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' },
      'property "InvokeMode" is invalid: must be BUFFERED',
    ],
    [{ AuthType: 'NONE', Cors: {} }, 'property "Cors" is not supported by the local stack'],
  ])('with %j is refused by name', async (properties, message) => {
    const made = functionUrl.create(
      { TargetFunctionArn: FUNCTION_ARN, ...properties },
      resource,
      open('{}').urls,
    );
    await expect(made).rejects.toThrow(message);
  });

  it('needs the permissions of both actions, which its function tells in its policy', async () => {
    const permissions: InvokePermission[] = [];
    const give = (properties: Record<string, string | boolean>) =>
      lambdaPermission.create({ FunctionName: FUNCTION_ARN, ...properties }, resource, { permissions });
    await give({ Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' });
    await give({ Action: 'lambda:InvokeFunction', Principal: '*', InvokedViaFunctionUrl: true });
    expect(permissions.map(({ urlAction }) => urlAction)).toEqual([
      'lambda:InvokeFunctionUrl',
      'lambda:InvokeFunction',
    ]);
    await expect(give({ Action: 'lambda:InvokeFunction', Principal: '*' })).rejects.toThrow(
      '"Principal" is invalid',
    );
    const { urls } = open('{}');
    expect(() => urls.check(() => false)).toThrow('no permission lets the URL of count-visits invoke it');
    expect(urls.check(() => true)).toBeUndefined();
  });
});
