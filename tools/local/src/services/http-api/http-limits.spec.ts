import { Readable } from 'node:stream';
import { afterAll, expect, it } from '@jest/globals';
import type { Invocation } from '../lambda/function-config.ts';
import { TooManyRequestsError } from '../lambda/errors.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { createHttpApis } from './http-apis.ts';

const never = Promise.withResolvers<Invocation>();
afterAll(() => never.reject(new Error('the end')));

/** An API with the route `$default`, whose function is run so. */
function open(run: () => Promise<Invocation>, limit = 1_000) {
  const apis = createHttpApis({
    account: { region: 'us-east-1', accountId: '000000000000' },
    invoker: { invoke: run },
  });
  const route = {
    routeKey: '$default',
    httpMethod: '$default',
    resourcePath: '',
    functionName: 'f',
    timeoutMs: 50,
  };
  const throttling = { rateLimit: limit, burstLimit: limit };
  apis.add({ id: '0123', stages: [{ name: '$default', throttling }], routes: [route] });
  return (more: Partial<GatewayRequest> = {}) =>
    apis.site.serve({
      ...{ id: 'r', method: 'POST', url: new URL('http://127.0.0.1/_aws/execute-api/0123/any') },
      ...{ headers: {}, body: Buffer.alloc(0), signal: AbortSignal.timeout(9_999) },
      ...more,
    });
}
const answered = (payload: string) => async () => ({ requestId: 'r', payload, logTail: '' });
const message = (text: string) => JSON.stringify({ message: text });

it('a function that takes longer than its integration may is answered 503', async () => {
  const send = open(() => never.promise);
  expect(await send()).toMatchObject({ status: 503, body: message('Service Unavailable') });
});

it('a function that is at its limit, and an answer that is none, are 500', async () => {
  const throttled = open(() => Promise.reject(new TooManyRequestsError('f')));
  const wrong = open(answered('{"statusCode":"no"}'));
  for (const send of [throttled, wrong])
    expect(await send()).toMatchObject({ status: 500, body: message('Internal Server Error') });
});

it('a body of more than 10 MB is answered 413, and a request over the limit of the stage 429', async () => {
  const send = open(answered('{"statusCode":204}'), 1);
  const half = Buffer.alloc(5 * 1024 * 1024 + 1);
  expect(await send({ stream: Readable.from([half, half]) })).toMatchObject({ status: 413 });
  expect(await send()).toMatchObject({ status: 429, body: message('Too Many Requests') });
});
